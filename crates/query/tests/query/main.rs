//! Tests of the filter language from outside, one module a subject.

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod completion;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod experiments;
#[cfg(test)]
mod extensions;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod lexical;
#[cfg(test)]
mod logic;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod orders;
#[cfg(test)]
mod patterns;
#[cfg(test)]
mod places;
#[cfg(test)]
mod recorded_traces;
#[cfg(test)]
mod reference;
#[cfg(test)]
mod spans;
#[cfg(test)]
mod trees;
#[cfg(test)]
mod views;
#[cfg(test)]
mod walk;
