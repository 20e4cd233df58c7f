//! Orders of traces: the SQL that sorts, and the condition that a page starts after a row.

use std::cmp::Ordering;

use rusqlite::types::{Value, ValueRef};
use serde::{Deserialize, Serialize};
use spanwell_query::{Direction, Order, TraceOrder, TraceOrderKey, default_trace_order};

use crate::filter::Sql;
use crate::filter::trace_state_name;

/// One value of the key that rows are sorted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum SortValue {
    /// Missing: last in either direction.
    Missing,
    /// A whole number.
    Number(i64),
    /// A fraction, by its bits: JSON numbers would lose some.
    Fraction(u64),
    /// A text.
    Text(String),
}

impl SortValue {
    /// The value of a column.
    pub(crate) fn of(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Missing,
            ValueRef::Integer(number) => Self::Number(number),
            ValueRef::Real(number) => Self::Fraction(number.to_bits()),
            ValueRef::Text(text) | ValueRef::Blob(text) => {
                Self::Text(String::from_utf8_lossy(text).into_owned())
            }
        }
    }

    fn bind(&self) -> Value {
        match self {
            Self::Missing => Value::Null,
            Self::Number(number) => Value::Integer(*number),
            Self::Fraction(bits) => Value::Real(f64::from_bits(*bits)),
            Self::Text(text) => Value::Text(text.clone()),
        }
    }

    fn compare(&self, other: &Self, direction: Direction) -> Ordering {
        let ordering = match (self, other) {
            (Self::Missing, Self::Missing) => Ordering::Equal,
            (Self::Missing, _) => return Ordering::Greater,
            (_, Self::Missing) => return Ordering::Less,
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Fraction(a), Self::Fraction(b)) => f64::from_bits(*a).total_cmp(&f64::from_bits(*b)),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            _ => Ordering::Equal,
        };
        match direction {
            Direction::Ascending => ordering,
            Direction::Descending => ordering.reverse(),
        }
    }
}

/// A sort key and the SQL of its value.
struct Column {
    sql: Sql,
    direction: Direction,
    /// Never missing: no need to sort the missing ones last, and an index can serve.
    always: bool,
}

/// A complete order of traces.
pub(crate) struct TraceOrdering {
    columns: Vec<Column>,
}

impl TraceOrdering {
    /// The order asked for (newest first when nothing is), made complete by the trace's id.
    pub(crate) fn new(order: &[TraceOrder]) -> Self {
        let mut order = if order.is_empty() { default_trace_order() } else { order.to_vec() };
        order.push(Order::ascending(TraceOrderKey::TraceId));
        let end = order.iter().position(|order| order.key == TraceOrderKey::TraceId).unwrap_or(order.len());
        order.truncate(end + 1);
        Self { columns: order.iter().map(column).collect() }
    }

    /// `, a, b`: the values of the key, to be selected.
    pub(crate) fn select(&self, sql: &mut Sql) {
        for column in &self.columns {
            sql.push(", ").append(column.sql.clone());
        }
    }

    /// `a DESC, b IS NULL, b`.
    pub(crate) fn order_by(&self, sql: &mut Sql) {
        for (index, column) in self.columns.iter().enumerate() {
            sql.push(if index == 0 { " ORDER BY " } else { ", " });
            if !column.always {
                sql.append(column.sql.clone()).push(" IS NULL, ");
            }
            sql.append(column.sql.clone());
            if column.direction == Direction::Descending {
                sql.push(" DESC");
            }
        }
    }

    /// How many values a key has.
    pub(crate) fn width(&self) -> usize {
        self.columns.len()
    }

    /// ` AND (…)`: rows after the one of `key`.
    pub(crate) fn after(&self, key: &[SortValue], sql: &mut Sql) {
        if let (Some(column), Some(value)) = (self.columns.first(), key.first())
            && column.always
        {
            // Says the same less exactly, in a form that an index can seek by.
            sql.push(" AND ").append(column.sql.clone());
            sql.push(if column.direction == Direction::Descending { " <= " } else { " >= " })
                .bind(value.bind());
        }
        sql.push(" AND (");
        for (index, (column, value)) in self.columns.iter().zip(key).enumerate() {
            sql.push(if index > 0 { " OR (" } else { "(" });
            for (column, value) in self.columns.iter().zip(key).take(index) {
                sql.append(column.sql.clone()).push(" IS ").bind(value.bind()).push(" AND ");
            }
            if *value == SortValue::Missing {
                sql.push("0");
            } else {
                sql.push("(").append(column.sql.clone());
                sql.push(if column.direction == Direction::Descending { " < " } else { " > " })
                    .bind(value.bind());
                if !column.always {
                    sql.push(" OR ").append(column.sql.clone()).push(" IS NULL");
                }
                sql.push(")");
            }
            sql.push(")");
        }
        sql.push(")");
    }

    /// Compares two keys as SQL sorts them.
    pub(crate) fn compare(&self, left: &[SortValue], right: &[SortValue]) -> Ordering {
        let pairs = self.columns.iter().zip(left.iter().zip(right));
        pairs.fold(Ordering::Equal, |so_far, (column, (a, b))| {
            so_far.then_with(|| a.compare(b, column.direction))
        })
    }
}

fn column(order: &TraceOrder) -> Column {
    let plain = |text: &str| Sql { text: text.to_owned(), binds: Vec::new() };
    let of_map = |map: &str, key: &str| Sql {
        text: format!("map_get({map}, ?)"),
        binds: vec![Value::Text(key.to_owned())],
    };
    let (sql, always) = match &order.key {
        TraceOrderKey::ExperimentId => (plain("t.experiment_id"), true),
        TraceOrderKey::Timestamp => (plain("t.request_time_ms"), true),
        TraceOrderKey::ExecutionTime => (plain("t.duration_ms"), false),
        TraceOrderKey::EndTime => (plain("(t.request_time_ms + t.duration_ms)"), false),
        TraceOrderKey::Status => (plain(trace_state_name()), true),
        TraceOrderKey::TraceId => (plain("t.trace_id"), true),
        TraceOrderKey::Name => (plain("t.name"), false),
        TraceOrderKey::RunId => (of_map("t.metadata", "mlflow.sourceRun"), false),
        TraceOrderKey::Session => (plain("t.session_id"), false),
        TraceOrderKey::User => (plain("t.user_id"), false),
        TraceOrderKey::InputTokens => (plain("t.tokens_input"), false),
        TraceOrderKey::OutputTokens => (plain("t.tokens_output"), false),
        TraceOrderKey::TotalTokens => (plain("t.tokens_total"), false),
        TraceOrderKey::Cost => (plain("t.cost_usd"), false),
        TraceOrderKey::Tag(key) => (of_map("t.tags", key), false),
        TraceOrderKey::Metadata(key) => (of_map("t.metadata", key), false),
    };
    Column { sql, direction: order.direction, always }
}
