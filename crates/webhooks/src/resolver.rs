//! Finds where names lead for the HTTP client: at each connection again, so that a name that was public when its webhook
//! was made and leads inside now is not followed.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::AddressPolicy;

#[derive(Clone, Copy, Debug)]
pub(crate) struct CheckingResolver(pub(crate) AddressPolicy);

impl Resolve for CheckingResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = self.0;
        Box::pin(async move {
            let addresses = policy.resolve(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}
