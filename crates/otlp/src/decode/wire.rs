//! The protobuf wire format: reading fields from a slice, and appending them to a buffer.

use std::fmt;

/// A field's content as it stands on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Field<'a> {
    /// Whole numbers, booleans and enums.
    Varint(u64),
    /// `fixed64` and `double`.
    Fixed64(u64),
    /// `fixed32`.
    Fixed32(u32),
    /// Strings, bytes and messages.
    Bytes(&'a [u8]),
}

impl<'a> Field<'a> {
    /// The bytes of a string, bytes or message field; nothing when the sender used another wire type.
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            _ => &[],
        }
    }

    /// The number of any numeric field; 0 when the sender used another wire type.
    pub(crate) fn number(self) -> u64 {
        match self {
            Self::Varint(number) | Self::Fixed64(number) => number,
            Self::Fixed32(number) => u64::from(number),
            Self::Bytes(_) => 0,
        }
    }

    /// A number that must fit 32 bits: what is larger is cut as protobuf does.
    pub(crate) fn number32(self) -> u32 {
        (self.number() & u64::from(u32::MAX)) as u32
    }
}

/// Why bytes are not a protobuf message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// The message ends within a field.
    Truncated,
    /// A whole number longer than ten bytes.
    LongVarint,
    /// A wire type that does not exist, or field number 0.
    BadKey,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "it ends within a field",
            Self::LongVarint => "a number has more than ten bytes",
            Self::BadKey => "a field key is not valid",
        })
    }
}

/// The fields of one message, in order.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    pub(crate) const fn new(message: &'a [u8]) -> Self {
        Self { rest: message }
    }

    /// The next field with its number; `None` at the end.
    pub(crate) fn next(&mut self) -> Result<Option<(u32, Field<'a>)>, Malformed> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            let (number, wire_type) = self.key()?;
            match wire_type {
                3 => self.skip_group()?,
                // A group's end without its start.
                4 => return Err(Malformed::BadKey),
                _ => return Ok(Some((number, self.content(wire_type)?))),
            }
        }
    }

    fn key(&mut self) -> Result<(u32, u8), Malformed> {
        let key = self.varint()?;
        let number = u32::try_from(key >> 3).map_err(|_| Malformed::BadKey)?;
        if number == 0 {
            return Err(Malformed::BadKey);
        }
        Ok((number, (key & 7) as u8))
    }

    fn content(&mut self, wire_type: u8) -> Result<Field<'a>, Malformed> {
        match wire_type {
            0 => Ok(Field::Varint(self.varint()?)),
            1 => Ok(Field::Fixed64(u64::from_le_bytes(self.array()?))),
            2 => {
                let length = usize::try_from(self.varint()?).map_err(|_| Malformed::Truncated)?;
                Ok(Field::Bytes(self.take(length)?))
            }
            5 => Ok(Field::Fixed32(u32::from_le_bytes(self.array()?))),
            _ => Err(Malformed::BadKey),
        }
    }

    /// Groups are long gone from protobuf; a loop, not recursion, so that nesting costs no stack.
    fn skip_group(&mut self) -> Result<(), Malformed> {
        let mut open = 1_usize;
        while open > 0 {
            if self.rest.is_empty() {
                return Err(Malformed::Truncated);
            }
            match self.key()?.1 {
                3 => open += 1,
                4 => open -= 1,
                wire_type => {
                    self.content(wire_type)?;
                }
            }
        }
        Ok(())
    }

    fn varint(&mut self) -> Result<u64, Malformed> {
        let mut value = 0_u64;
        for (index, byte) in self.rest.iter().enumerate().take(10) {
            value |= u64::from(byte & 0x7f) << (7 * index);
            if byte & 0x80 == 0 {
                self.rest = &self.rest[index + 1..];
                return Ok(value);
            }
        }
        Err(if self.rest.len() < 10 { Malformed::Truncated } else { Malformed::LongVarint })
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(Malformed::Truncated)?;
        self.rest = rest;
        Ok(*taken)
    }
}

/// Appends a whole number in protobuf's variable length.
pub(crate) fn put_varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push((value as u8 & 0x7f) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a varint field.
pub(crate) fn put_number(field: u32, value: u64, out: &mut Vec<u8>) {
    put_varint(u64::from(field) << 3, out);
    put_varint(value, out);
}

/// Appends a `fixed64` or `double` field.
pub(crate) fn put_fixed64(field: u32, value: u64, out: &mut Vec<u8>) {
    put_varint(u64::from(field) << 3 | 1, out);
    out.extend_from_slice(&value.to_le_bytes());
}

/// Appends a `fixed32` field.
pub(crate) fn put_fixed32(field: u32, value: u32, out: &mut Vec<u8>) {
    put_varint(u64::from(field) << 3 | 5, out);
    out.extend_from_slice(&value.to_le_bytes());
}

/// Appends a string, bytes or finished message field.
pub(crate) fn put_bytes(field: u32, value: &[u8], out: &mut Vec<u8>) {
    put_varint(u64::from(field) << 3 | 2, out);
    put_varint(value.len() as u64, out);
    out.extend_from_slice(value);
}

/// Bytes kept free for the length of a message that is being written: enough for 32 GiB.
const LENGTH_BYTES: usize = 5;

/// Begins a message field; give the returned place to [`end_message`] once its fields are written.
pub(crate) fn begin_message(field: u32, out: &mut Vec<u8>) -> usize {
    put_varint(u64::from(field) << 3 | 2, out);
    out.extend_from_slice(&[0x80; LENGTH_BYTES]);
    out.len()
}

/// Fills in the length of a message begun at `start`, as a varint padded to its reserved place (which protobuf allows).
pub(crate) fn end_message(start: usize, out: &mut [u8]) {
    let mut length = out.len() - start;
    let place = &mut out[start - LENGTH_BYTES..start];
    for byte in place.iter_mut() {
        *byte = (length & 0x7f) as u8 | 0x80;
        length >>= 7;
    }
    place[LENGTH_BYTES - 1] &= 0x7f;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_read_back() {
        let mut out = Vec::new();
        put_number(1, u64::MAX, &mut out);
        put_fixed64(2, 7, &mut out);
        put_fixed32(3, 8, &mut out);
        let start = begin_message(4, &mut out);
        put_bytes(5, b"inner", &mut out);
        end_message(start, &mut out);
        let mut fields = Fields::new(&out);
        assert_eq!(fields.next(), Ok(Some((1, Field::Varint(u64::MAX)))));
        assert_eq!(fields.next(), Ok(Some((2, Field::Fixed64(7)))));
        assert_eq!(fields.next(), Ok(Some((3, Field::Fixed32(8)))));
        let (number, inner) = fields.next().unwrap().unwrap();
        assert_eq!(number, 4);
        assert_eq!(Fields::new(inner.bytes()).next(), Ok(Some((5, Field::Bytes(b"inner")))));
        assert_eq!(fields.next(), Ok(None));
    }

    #[test]
    fn groups_are_skipped_without_recursion() {
        let mut out = vec![0x0b; 1_000_000];
        out.extend(vec![0x0c; 1_000_000]);
        put_number(1, 9, &mut out);
        let mut fields = Fields::new(&out);
        assert_eq!(fields.next(), Ok(Some((1, Field::Varint(9)))));
    }

    #[test]
    fn broken_messages_are_named() {
        for (bytes, reason) in [
            (&[0x0a, 5, 1][..], Malformed::Truncated),
            (&[0x08], Malformed::Truncated),
            (&[0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1], Malformed::LongVarint),
            (&[0x0f], Malformed::BadKey),
            (&[0x00, 0x00], Malformed::BadKey),
        ] {
            assert_eq!(Fields::new(bytes).next(), Err(reason));
        }
    }
}
