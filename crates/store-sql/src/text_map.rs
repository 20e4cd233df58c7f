//! Tags and metadata as one column: a map of texts in a form that a filter looks up without parsing all of it.
//!
//! Layout: for each entry, in the order of the keys, the key's length, the key, the value's length, the value; lengths are
//! variable-length numbers (7 bits a byte, lowest first).

use std::collections::BTreeMap;

use crate::bytes::{Reader, put_bytes};

/// The map as bytes.
pub(crate) fn encode(map: &BTreeMap<String, String>) -> Vec<u8> {
    let size = map.iter().map(|(key, value)| key.len() + value.len() + 6).sum();
    let mut out = Vec::with_capacity(size);
    for (key, value) in map {
        put_bytes(&mut out, key.as_bytes());
        put_bytes(&mut out, value.as_bytes());
    }
    out
}

/// The map of these bytes; what is damaged is left out.
pub(crate) fn decode(bytes: &[u8]) -> BTreeMap<String, String> {
    entries(bytes).map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}

/// The entries of these bytes, up to the first damaged one.
pub(crate) fn entries(bytes: &[u8]) -> impl Iterator<Item = (&str, &str)> {
    let mut reader = Reader::new(bytes);
    std::iter::from_fn(move || {
        if reader.is_empty() {
            return None;
        }
        Some((reader.text().ok()?, reader.text().ok()?))
    })
}

/// The value under `key`.
pub(crate) fn get<'a>(bytes: &'a [u8], key: &str) -> Option<&'a str> {
    entries(bytes).find(|(name, _)| *name == key).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn maps_come_back(map in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..8)) {
            let bytes = encode(&map);
            prop_assert_eq!(&decode(&bytes), &map);
            for (key, value) in &map {
                prop_assert_eq!(get(&bytes, key), Some(value.as_str()));
            }
        }

        #[test]
        fn damaged_maps_end_early(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            decode(&bytes);
        }
    }
}
