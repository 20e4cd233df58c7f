#![doc = include_str!("../README.md")]

mod address;
mod delivery;
mod message;
mod public_address;
mod resolver;
mod retry;

pub use address::AddressPolicy;
pub use delivery::{DeliveryOptions, HttpDelivery, Waiting};
