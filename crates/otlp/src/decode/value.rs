//! OTLP's `AnyValue` and attribute lists.

use spanwell_model::{Attributes, Limits, Value};

use super::budget::{Budget, cut_mark, text};
use super::wire::{Fields, Malformed};

/// Stands where a value was nested deeper than the limit.
const TOO_DEEP: &str = "…[cut: nested too deep]";

/// Limits and counters that apply to the value being read.
pub(crate) struct ValueReader<'r> {
    pub(crate) limits: &'r Limits,
    pub(crate) budget: &'r mut Budget,
    /// Bytes of text that the current attribute may still keep.
    text_left: usize,
    /// Elements that did not fit the budget.
    pub(crate) dropped: u32,
}

impl<'r> ValueReader<'r> {
    pub(crate) const fn new(limits: &'r Limits, budget: &'r mut Budget) -> Self {
        Self { limits, budget, text_left: 0, dropped: 0 }
    }

    /// Appends one `KeyValue` message to `attributes`, unless there are `most` already.
    pub(crate) fn attribute(
        &mut self,
        message: &[u8],
        most: usize,
        attributes: &mut Attributes,
    ) -> Result<(), Malformed> {
        if attributes.len() >= most || !self.budget.take() {
            self.dropped = self.dropped.saturating_add(1);
            return Ok(());
        }
        self.text_left = self.limits.attribute_value_bytes;
        let (key, value) = self.key_value(message, self.limits.value_depth)?;
        attributes.push((key, value));
        Ok(())
    }

    /// Reads one `AnyValue` message that stands alone, such as a log record's body.
    pub(crate) fn single(&mut self, message: &[u8]) -> Result<Value, Malformed> {
        self.text_left = self.limits.attribute_value_bytes;
        self.value(message, self.limits.value_depth)
    }

    fn key_value(&mut self, message: &[u8], depth: usize) -> Result<(String, Value), Malformed> {
        let (mut key, mut value) = (String::new(), Value::Null);
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            match number {
                1 => key = text(field.bytes(), self.limits.name_bytes),
                2 => value = self.value(field.bytes(), depth)?,
                _ => {}
            }
        }
        Ok((key, value))
    }

    /// `string_value_strindex` (8) points into a table that trace requests do not carry: it and every unknown kind are
    /// null.
    fn value(&mut self, message: &[u8], depth: usize) -> Result<Value, Malformed> {
        let mut value = Value::Null;
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            match number {
                1 => value = Value::String(self.text(field.bytes())),
                2 => value = Value::Bool(field.number() != 0),
                3 => value = Value::Int(field.number().cast_signed()),
                4 => value = Value::Double(f64::from_bits(field.number())),
                5 | 6 if depth == 0 => value = Value::from(TOO_DEEP),
                5 => value = self.array(field.bytes(), depth - 1)?,
                6 => value = self.map(field.bytes(), depth - 1)?,
                7 => value = self.bytes(field.bytes()),
                _ => {}
            }
        }
        Ok(value)
    }

    fn text(&mut self, bytes: &[u8]) -> String {
        let kept = text(bytes, self.text_left);
        self.text_left = self.text_left.saturating_sub(bytes.len());
        kept
    }

    fn bytes(&mut self, bytes: &[u8]) -> Value {
        if bytes.len() > self.text_left {
            self.text_left = 0;
            return Value::String(cut_mark(bytes.len()).trim_start().to_owned());
        }
        self.text_left -= bytes.len();
        Value::Bytes(bytes.to_vec())
    }

    fn array(&mut self, message: &[u8], depth: usize) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            if number != 1 {
                continue;
            }
            if self.budget.take() {
                items.push(self.value(field.bytes(), depth)?);
            } else {
                self.dropped = self.dropped.saturating_add(1);
            }
        }
        Ok(Value::Array(items))
    }

    fn map(&mut self, message: &[u8], depth: usize) -> Result<Value, Malformed> {
        let mut entries = Vec::new();
        let mut fields = Fields::new(message);
        while let Some((number, field)) = fields.next()? {
            if number != 1 {
                continue;
            }
            if self.budget.take() {
                entries.push(self.key_value(field.bytes(), depth)?);
            } else {
                self.dropped = self.dropped.saturating_add(1);
            }
        }
        Ok(Value::Map(entries))
    }
}
