//! Images, sound and files in messages.

use serde_json::Value as Json;

use super::Block;
use super::message::text;

/// Content, address and type of something that is not text.
#[derive(Default)]
struct Medium {
    url: Option<String>,
    data: Option<String>,
    mime: Option<String>,
    /// The part of the type after the slash, when no more is said.
    format: Option<String>,
    name: Option<String>,
    id: Option<String>,
    transcript: Option<String>,
}

/// Reads a part whose `type` says that it is a medium.
pub(super) fn block(kind: &str, part: &Json) -> Option<Block> {
    let medium = medium(part);
    match kind {
        "image_url" | "input_image" | "image" | "output_image" => Some(medium.image()),
        "input_audio" | "audio" | "output_audio" | "audio_url" => Some(medium.audio()),
        "file" | "input_file" | "document" | "video" | "video_url" | "container_upload" => {
            Some(medium.by_mime())
        }
        // OTel's parts; `modality` says what it is.
        "blob" | "uri" | "media" => Some(match part.get("modality").and_then(Json::as_str) {
            Some("image") => medium.image(),
            Some("audio") => medium.audio(),
            _ => medium.by_mime(),
        }),
        // Older kinds of Vercel and Pydantic AI: `image-url`, `audio-url`, `document-url`, `binary`.
        "image-url" => Some(medium.image()),
        "audio-url" => Some(medium.audio()),
        "document-url" | "video-url" | "binary" => Some(medium.by_mime()),
        _ => None,
    }
}

/// An image that the responses API made: its content stands among the fields of the call.
pub(super) fn generated_image(part: &Json) -> Option<Block> {
    let data = text(part, &["result"])?;
    let mime = text(part, &["output_format"]).map(|format| format!("image/{format}"));
    Some(Block::Image { url: None, data: Some(data), mime })
}

/// Reads Gemini's and Bedrock's media, which name their kind by the key.
pub(super) fn untyped(part: &Json) -> Option<Block> {
    let inner = ["inlineData", "inline_data", "fileData", "file_data"].iter().find_map(|key| part.get(*key));
    if let Some(inner) = inner {
        return Some(medium(inner).by_mime());
    }
    let (key, inner) = ["image", "document", "video"].iter().find_map(|key| Some((*key, part.get(*key)?)))?;
    let found = medium(inner);
    Some(if key == "image" { found.image() } else { found.file() })
}

/// Collects what the many forms say: the part itself, and the object inside that carries the content.
fn medium(part: &Json) -> Medium {
    let mut found = Medium::default();
    const INNER: &[&str] =
        &["image_url", "source", "file", "input_audio", "audio", "audio_url", "image", "video_url", "video"];
    let inner = INNER.iter().filter_map(|key| part.get(*key));
    for place in inner.chain(std::iter::once(part)) {
        match place {
            Json::String(text) => found.address_or_data(text),
            Json::Object(_) => found.take(place),
            _ => {}
        }
    }
    if let (Some(url), None) = (found.url.as_deref(), &found.data)
        && let Some((mime, data)) = data_url(url)
    {
        (found.mime, found.data, found.url) = (Some(mime), Some(data), None);
    }
    found
}

/// `data:image/png;base64,…`
fn data_url(url: &str) -> Option<(String, String)> {
    let (head, data) = url.strip_prefix("data:")?.split_once(',')?;
    Some((head.split(';').next()?.to_owned(), data.to_owned()))
}

impl Medium {
    fn take(&mut self, place: &Json) {
        if let Some(url) =
            text(place, &["url", "uri", "file_uri", "fileUri", "file_url", "image_url", "audio_url"])
        {
            self.url.get_or_insert(url);
        }
        for key in ["data", "bytes", "content", "file_data", "image", "base64", "binary_content"] {
            if let (None, Some(data)) = (&self.data, text(place, &[key])) {
                self.address_or_data(&data);
            }
        }
        let mime = text(place, &["mime_type", "mimeType", "media_type", "mediaType"]);
        self.mime = self.mime.take().or(mime);
        self.format = self.format.take().or_else(|| text(place, &["format"]));
        self.name = self.name.take().or_else(|| text(place, &["filename", "file_name", "name", "title"]));
        self.id = self.id.take().or_else(|| text(place, &["file_id", "fileId"]));
        self.transcript = self.transcript.take().or_else(|| text(place, &["transcript"]));
    }

    fn address_or_data(&mut self, given: &str) {
        if ["http://", "https://", "data:", "gs://", "s3://"].iter().any(|scheme| given.starts_with(scheme)) {
            self.url.get_or_insert_with(|| given.to_owned());
        } else {
            self.data.get_or_insert_with(|| given.to_owned());
        }
    }

    fn image(self) -> Block {
        let mime = self.mime.or_else(|| Some(format!("image/{}", self.format?)));
        Block::Image { url: self.url, data: self.data, mime }
    }

    fn audio(self) -> Block {
        let mime = self.mime.or_else(|| Some(format!("audio/{}", self.format?)));
        Block::Audio { url: self.url, data: self.data, mime, transcript: self.transcript }
    }

    fn file(self) -> Block {
        Block::File { name: self.name, url: self.url, id: self.id, mime: self.mime.or(self.format) }
    }

    fn by_mime(self) -> Block {
        match self.mime.as_deref().and_then(|mime| mime.split('/').next()) {
            Some("image") => self.image(),
            Some("audio") => self.audio(),
            _ => self.file(),
        }
    }
}
