//! What one request may make the decoder allocate beyond its own bytes.

/// Marks text that was cut, with the bytes that are missing.
pub(crate) fn cut_mark(missing_bytes: usize) -> String {
    format!(" …[cut: {missing_bytes} bytes]")
}

/// Attributes, events, links and elements of values that one request may bring. The smallest of them takes two bytes
/// on the wire and up to about a hundred in memory, so that bytes alone do not bound memory.
const NODES_PER_REQUEST: usize = 8_000_000;

/// Counts down while a request is decoded.
#[derive(Debug)]
pub(crate) struct Budget {
    nodes: usize,
}

impl Budget {
    pub(crate) const fn new() -> Self {
        Self { nodes: NODES_PER_REQUEST }
    }

    /// Takes one node; false when none is left.
    pub(crate) const fn take(&mut self) -> bool {
        let left = self.nodes > 0;
        self.nodes = self.nodes.saturating_sub(1);
        left
    }
}

/// Text from bytes that should be UTF-8: broken sequences become U+FFFD, and what is longer than `limit_bytes` is cut
/// at a character with a visible mark.
pub(crate) fn text(bytes: &[u8], limit_bytes: usize) -> String {
    if bytes.len() <= limit_bytes {
        return lossy(bytes);
    }
    let mut end = limit_bytes;
    // A UTF-8 sequence has at most three continuation bytes (10xxxxxx).
    while end > limit_bytes.saturating_sub(3) && bytes[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    let mut kept = lossy(&bytes[..end]);
    kept.push_str(&cut_mark(bytes.len() - end));
    kept
}

/// The strict check is several times faster than the lossy one, and nearly all text passes it.
fn lossy(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_at_a_character_with_a_mark() {
        assert_eq!(text("aé".as_bytes(), 2), "a …[cut: 2 bytes]");
        assert_eq!(text("aé".as_bytes(), 3), "aé");
        assert_eq!(text(b"a\xff", 3), "a\u{fffd}");
    }
}
