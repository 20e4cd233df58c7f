//! What MLflow loses and ours finds, case by case.
