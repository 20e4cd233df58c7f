//! OTLP/JSON to protobuf bytes, in one pass and without a JSON tree.
//!
//! A value of a wrong JSON type is left out rather than refused, so that one odd field costs neither its span nor its
//! request (a scalar where a list belongs is an error, though); a broken id or time is passed on in a form that makes the decoder reject that span with its reason.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use spanwell_model::{Error, Limits, Result};

use super::schema::{Kind, Schema};
use super::wire::{begin_message, end_message, put_bytes, put_fixed32, put_fixed64, put_number};

/// JSON levels that one level of an attribute value takes: value, list, entries, entry.
const LEVELS_PER_VALUE: usize = 4;

/// JSON levels around an attribute value: request, lists, resource, scope, span, event, entry.
const LEVELS_AROUND: usize = 16;

/// The protobuf form of a JSON request of the message `schema`.
pub(crate) fn to_protobuf(body: &[u8], schema: &'static Schema, limits: &Limits) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len() / 2);
    let levels = limits.value_depth.min(256) * LEVELS_PER_VALUE + LEVELS_AROUND;
    let mut reader = serde_json::Deserializer::from_slice(body);
    // The seeds below count levels themselves; serde_json's own limit of 128 is less than 64 nested values need.
    reader.disable_recursion_limit();
    MessageSeed { schema, levels, out: &mut out }
        .deserialize(&mut reader)
        .and_then(|()| reader.end())
        .map_err(|error| Error::invalid(format!("the body is not OTLP in JSON: {error}")))?;
    Ok(out)
}

/// Reads a JSON object as the fields of a message.
struct MessageSeed<'o> {
    schema: &'static Schema,
    levels: usize,
    out: &'o mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for MessageSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for MessageSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        read_object(self.schema, self.levels, self.out, &mut map)
    }
}

fn read_object<'de, A: MapAccess<'de>>(
    schema: &'static Schema,
    levels: usize,
    out: &mut Vec<u8>,
    map: &mut A,
) -> Result<(), A::Error> {
    let levels = below(levels)?;
    while let Some(entry) = map.next_key_seed(KeySeed(schema))? {
        match entry {
            Some(entry) => {
                map.next_value_seed(FieldSeed { number: entry.number, kind: entry.kind, levels, out })?;
            }
            None => {
                map.next_value_seed(Skip { levels })?;
            }
        }
    }
    Ok(())
}

/// The levels that are left inside; an error at the bottom.
fn below<E: serde::de::Error>(levels: usize) -> Result<usize, E> {
    levels.checked_sub(1).ok_or_else(|| E::custom("it is nested too deep"))
}

/// Passes over any JSON value.
struct Skip {
    levels: usize,
}

impl<'de> DeserializeSeed<'de> for Skip {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Skip {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let levels = below(self.levels)?;
        while map.next_key::<IgnoredAny>()?.is_some() {
            map.next_value_seed(Self { levels })?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let levels = below(self.levels)?;
        while items.next_element_seed(Self { levels })?.is_some() {}
        Ok(())
    }
}

/// Finds the field that a key names.
struct KeySeed(&'static Schema);

impl<'de> DeserializeSeed<'de> for KeySeed {
    type Value = Option<&'static super::schema::Entry>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed {
    type Value = Option<&'static super::schema::Entry>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.field(key))
    }
}

/// Reads any JSON value as one field.
struct FieldSeed<'o> {
    number: u32,
    kind: Kind,
    levels: usize,
    out: &'o mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for FieldSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl FieldSeed<'_> {
    /// A scalar in the place of a list is no odd value of one span: the document has another form altogether.
    fn check_is_no_list<E: serde::de::Error>(&self, found: &str) -> Result<(), E> {
        match self.kind {
            Kind::Messages(_) => Err(E::custom(format_args!("expected a list of objects, found {found}"))),
            _ => Ok(()),
        }
    }

    fn put_whole(self, number: u64) {
        match self.kind {
            Kind::Time => put_fixed64(self.number, number, self.out),
            Kind::Fixed32 => put_fixed32(self.number, (number & u64::from(u32::MAX)) as u32, self.out),
            Kind::Whole | Kind::Name(_) => put_number(self.number, number, self.out),
            Kind::Flag => put_number(self.number, u64::from(number != 0), self.out),
            Kind::Double => put_fixed64(self.number, (number as f64).to_bits(), self.out),
            Kind::Text => put_bytes(self.number, number.to_string().as_bytes(), self.out),
            Kind::Id | Kind::Base64 | Kind::Message(_) | Kind::Messages(_) => {}
        }
    }
}

impl<'de> Visitor<'de> for FieldSeed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<(), E> {
        self.check_is_no_list::<E>("a boolean")?;
        match self.kind {
            Kind::Flag => put_number(self.number, u64::from(flag), self.out),
            Kind::Text => put_bytes(self.number, flag.to_string().as_bytes(), self.out),
            _ => {}
        }
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.check_is_no_list::<E>("a number")?;
        self.put_whole(number);
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.check_is_no_list::<E>("a number")?;
        match self.kind {
            Kind::Time => put_fixed64(self.number, BROKEN_TIME, self.out),
            Kind::Double => put_fixed64(self.number, (number as f64).to_bits(), self.out),
            Kind::Text => put_bytes(self.number, number.to_string().as_bytes(), self.out),
            _ => self.put_whole(number.cast_unsigned()),
        }
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        self.check_is_no_list::<E>("a number")?;
        match self.kind {
            Kind::Double => put_fixed64(self.number, number.to_bits(), self.out),
            Kind::Text => put_bytes(self.number, number.to_string().as_bytes(), self.out),
            Kind::Time if number < 0.0 => put_fixed64(self.number, BROKEN_TIME, self.out),
            // Whole numbers written with an exponent; `as` saturates.
            _ if number < 0.0 => self.put_whole((number as i64).cast_unsigned()),
            _ => self.put_whole(number as u64),
        }
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.check_is_no_list::<E>("text")?;
        match self.kind {
            Kind::Text => put_bytes(self.number, text.as_bytes(), self.out),
            Kind::Id => put_bytes(self.number, &id_bytes(text), self.out),
            Kind::Base64 => put_bytes(self.number, &base64_bytes(text).unwrap_or_default(), self.out),
            Kind::Time => put_fixed64(self.number, text.trim().parse().unwrap_or(BROKEN_TIME), self.out),
            Kind::Double => put_fixed64(self.number, double(text).to_bits(), self.out),
            Kind::Flag => put_number(self.number, u64::from(text.eq_ignore_ascii_case("true")), self.out),
            Kind::Name(names) => {
                let named = names.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
                if let Some(number) = named.or_else(|| text.parse().ok()) {
                    put_number(self.number, number, self.out);
                }
            }
            Kind::Whole | Kind::Fixed32 => {
                let signed = text.trim().parse::<i64>().map(i64::cast_unsigned);
                if let Ok(number) = signed.or_else(|_| text.trim().parse::<u64>()) {
                    self.put_whole(number);
                }
            }
            Kind::Message(_) | Kind::Messages(_) => {}
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let (Kind::Message(schema) | Kind::Messages(schema)) = self.kind else {
            return Skip { levels: self.levels }.visit_map(map);
        };
        let start = begin_message(self.number, self.out);
        read_object(schema, self.levels, self.out, &mut map)?;
        end_message(start, self.out);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Kind::Messages(schema) = self.kind else {
            return Skip { levels: self.levels }.visit_seq(items);
        };
        let levels = below(self.levels)?;
        loop {
            let seed = ItemSeed { number: self.number, schema, levels, out: &mut *self.out };
            if items.next_element_seed(seed)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// Reads one item of a list of messages. `null` stands for an empty message (an attribute value without content).
struct ItemSeed<'o> {
    number: u32,
    schema: &'static Schema,
    levels: usize,
    out: &'o mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let before = self.out.len();
        let kind = Kind::Message(self.schema);
        FieldSeed { number: self.number, kind, levels: self.levels, out: &mut *self.out }
            .deserialize(deserializer)?;
        if self.out.len() == before {
            put_bytes(self.number, &[], self.out);
        }
        Ok(())
    }
}

/// Later than every accepted time, so that the span is rejected.
const BROKEN_TIME: u64 = u64::MAX;

/// Hexadecimal as OTLP demands, else base64; what is neither keeps its text, whose length is then reported.
fn id_bytes(text: &str) -> Vec<u8> {
    hex::decode(text).ok().or_else(|| base64_bytes(text)).unwrap_or_else(|| text.as_bytes().to_vec())
}

fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    STANDARD_NO_PAD.decode(bare).or_else(|_| URL_SAFE_NO_PAD.decode(bare)).ok()
}

fn double(text: &str) -> f64 {
    match text {
        "Infinity" => f64::INFINITY,
        "-Infinity" => f64::NEG_INFINITY,
        _ => text.trim().parse().unwrap_or(f64::NAN),
    }
}
