//! What a browser may do with the page: its content security policy.

/// Pages of these may frame the notebook view: notebooks on this machine.
const NOTEBOOK_ANCESTORS: &str =
    "'self' http://localhost:* https://localhost:* http://127.0.0.1:* https://127.0.0.1:*";

/// Where the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    /// In its own window.
    Window,
    /// In a notebook's frame.
    Notebook,
}

/// The policy. Nothing comes from another host; scripts are the page's own files and the ones inside `index.html`, named
/// by their hashes; images in messages are shown from the answer only, never fetched.
pub(crate) fn content_security_policy(view: View, inline_scripts: &[&str]) -> String {
    let scripts: String = inline_scripts.iter().map(|hash| format!(" '{hash}'")).collect();
    let ancestors = match view {
        View::Window => "'self'",
        View::Notebook => NOTEBOOK_ANCESTORS,
    };
    // Inline styles stay allowed: dialogs and editors set them at run time, and a style runs no code.
    format!(
        "default-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
         media-src 'self' data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; \
         base-uri 'self'; form-action 'self'; frame-ancestors {ancestors}"
    )
}
