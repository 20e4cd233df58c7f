//! Attribute values in a block.

use spanwell_model::{Attributes, Value};

use crate::bytes::{Damaged, Reader, put_bytes, put_number};

/// Deepest nesting that is written and read. The edges let far less through.
const DEPTH: usize = 200;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const DOUBLE: u8 = 4;
const STRING: u8 = 5;
const BYTES: u8 = 6;
const ARRAY: u8 = 7;
const MAP: u8 = 8;

/// Appends attributes.
pub(super) fn put_attributes(out: &mut Vec<u8>, attributes: &[(String, Value)]) {
    put_number(out, attributes.len() as u64);
    for (key, value) in attributes {
        put_bytes(out, key.as_bytes());
        put(out, value, DEPTH);
    }
}

/// Reads attributes.
pub(super) fn read_attributes(reader: &mut Reader<'_>) -> Result<Attributes, Damaged> {
    read_entries(reader, DEPTH)
}

fn put(out: &mut Vec<u8>, value: &Value, depth: usize) {
    let Some(deeper) = depth.checked_sub(1) else {
        out.push(NULL);
        return;
    };
    match value {
        Value::Null => out.push(NULL),
        Value::Bool(false) => out.push(FALSE),
        Value::Bool(true) => out.push(TRUE),
        Value::Int(number) => {
            out.push(INT);
            // Zigzag: small negative numbers stay short.
            put_number(out, ((number << 1) ^ (number >> 63)) as u64);
        }
        Value::Double(number) => {
            out.push(DOUBLE);
            out.extend_from_slice(&number.to_bits().to_le_bytes());
        }
        Value::String(text) => {
            out.push(STRING);
            put_bytes(out, text.as_bytes());
        }
        Value::Bytes(bytes) => {
            out.push(BYTES);
            put_bytes(out, bytes);
        }
        Value::Array(items) => {
            out.push(ARRAY);
            put_number(out, items.len() as u64);
            for item in items {
                put(out, item, deeper);
            }
        }
        Value::Map(entries) => {
            out.push(MAP);
            put_number(out, entries.len() as u64);
            for (key, value) in entries {
                put_bytes(out, key.as_bytes());
                put(out, value, deeper);
            }
        }
    }
}

fn read(reader: &mut Reader<'_>, depth: usize) -> Result<Value, Damaged> {
    let deeper = depth.checked_sub(1);
    Ok(match reader.byte()? {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        INT => {
            let number = reader.number()?;
            Value::Int((number >> 1) as i64 ^ -((number & 1) as i64))
        }
        DOUBLE => Value::Double(f64::from_bits(u64::from_le_bytes(reader.array()?))),
        STRING => Value::String(reader.text()?.to_owned()),
        BYTES => Value::Bytes(reader.bytes()?.to_owned()),
        ARRAY => {
            let deeper = deeper.ok_or(Damaged)?;
            let count = reader.count()?;
            let mut items = Vec::with_capacity(count.min(1_024));
            for _ in 0..count {
                items.push(read(reader, deeper)?);
            }
            Value::Array(items)
        }
        MAP => Value::Map(read_entries(reader, deeper.ok_or(Damaged)?)?),
        _ => return Err(Damaged),
    })
}

fn read_entries(reader: &mut Reader<'_>, depth: usize) -> Result<Attributes, Damaged> {
    let count = reader.count()?;
    let mut entries = Vec::with_capacity(count.min(1_024));
    for _ in 0..count {
        entries.push((reader.text()?.to_owned(), read(reader, depth)?));
    }
    Ok(entries)
}
