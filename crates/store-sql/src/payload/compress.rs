//! Compression of blocks, with contexts that are used again: making one costs more than packing a small block.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe;

use crate::bytes::Damaged;

/// The fastest level: higher ones cost several times the processor time for a few percent of space.
const LEVEL: i32 = 1;

/// Largest unpacked block accepted: a damaged size must not reserve all memory. The largest span that comes in is bounded
/// by the limit on request bodies, far below.
const UNPACKED_MAX_BYTES: u64 = 1 << 30;

thread_local! {
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The format byte and the packed body.
pub(super) fn pack(format: u8, body: &[u8]) -> std::io::Result<Vec<u8>> {
    COMPRESSOR.with_borrow_mut(|slot| {
        let compressor = match slot {
            Some(compressor) => compressor,
            None => {
                let mut compressor = Compressor::new(LEVEL)?;
                compressor.include_checksum(true)?;
                slot.insert(compressor)
            }
        };
        let mut data = Vec::with_capacity(zstd_safe::compress_bound(body.len()) + 1);
        data.push(format);
        // The compressor writes from the start of its buffer: the format byte is put before it afterwards.
        let mut packed = compressor.compress(body)?;
        data.append(&mut packed);
        data.shrink_to_fit();
        Ok(data)
    })
}

/// The format byte and the unpacked body.
pub(super) fn unpack(data: &[u8]) -> Result<(u8, Vec<u8>), Damaged> {
    let (format, packed) = data.split_first().ok_or(Damaged)?;
    let size = zstd_safe::get_frame_content_size(packed).ok().flatten().ok_or(Damaged)?;
    let size = usize::try_from(Some(size).filter(|size| *size <= UNPACKED_MAX_BYTES).ok_or(Damaged)?);
    DECOMPRESSOR.with_borrow_mut(|slot| {
        let decompressor = match slot {
            Some(decompressor) => decompressor,
            None => slot.insert(Decompressor::new().map_err(|_| Damaged)?),
        };
        let body = decompressor.decompress(packed, size.map_err(|_| Damaged)?).map_err(|_| Damaged)?;
        Ok((*format, body))
    })
}
