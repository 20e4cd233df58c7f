//! The price book: what tokens cost.
//!
//! A file in the repository (`prices/price-book.csv`, dated in its first line), overridden row by row by a file of the
//! user's in the same form. The rule: reported cost stands; else
//! `(input − cache_read − cache_write) × input + cache_read × cache_read_price + cache_write × cache_write_price + output ×
//! output_price`, where `input` includes cached tokens, as MLflow 3.17 computes it.

use std::collections::HashMap;

use serde::Deserialize;
use spanwell_model::{Cost, CostSource, Error, Result, SpanFacts, TokenUsage};

const BUNDLED: &str = include_str!("../prices/price-book.csv");
const TOKENS_PER_PRICE: f64 = 1_000_000.0;
/// Largest price file of a user's, in bytes.
pub const LARGEST_FILE_BYTES: usize = 16 << 20;
/// Where Databricks keeps the models that its AI gateway serves.
const UNITY_CATALOG: &str = "system.ai.";
/// Routing names that are not models.
const ROUTING_PREFIXES: [&str; 2] = ["gateway:/", "endpoints:/"];

/// Prices of one model from a number of input tokens on, in US dollars per million tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Price {
    over_input_tokens: u64,
    input: f64,
    output: f64,
    cache_read: f64,
    cache_write: f64,
    cache_write_1h: f64,
}

#[derive(Deserialize)]
struct Row<'a> {
    provider: &'a str,
    model: &'a str,
    over_input_tokens: u64,
    input: Option<f64>,
    output: Option<f64>,
    cache_read: Option<f64>,
    cache_write: Option<f64>,
    cache_write_1h: Option<f64>,
}

/// What tokens of a provider's model cost.
#[derive(Clone, Debug)]
pub struct PriceBook {
    by_provider: HashMap<String, HashMap<String, Vec<Price>>>,
    /// Providers that price a model, in alphabetical order, for calls whose provider is not known.
    providers_of: HashMap<String, Vec<String>>,
}

impl PriceBook {
    /// The book of the repository.
    pub fn bundled() -> Result<Self> {
        let mut book = Self { by_provider: HashMap::new(), providers_of: HashMap::new() };
        book.add(BUNDLED, "the bundled price book")?;
        Ok(book)
    }

    /// The book of the repository with the rows of `text` (a CSV of the same form, read from `origin`) before it.
    pub fn with_overrides(text: &str, origin: &str) -> Result<Self> {
        if text.len() > LARGEST_FILE_BYTES {
            return Err(Error::invalid(format!(
                "price book {origin} is larger than {LARGEST_FILE_BYTES} bytes"
            )));
        }
        let mut book = Self::bundled()?;
        book.add(text, origin)?;
        Ok(book)
    }

    fn add(&mut self, text: &str, origin: &str) -> Result<()> {
        let mut fresh: HashMap<(String, String), Vec<Price>> = HashMap::new();
        let mut reader =
            csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
        let headers = reader.headers().map_err(|error| bad_row(origin, &error))?.clone();
        let mut record = csv::StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| bad_row(origin, &error))? {
            let row: Row<'_> = record.deserialize(Some(&headers)).map_err(|error| bad_row(origin, &error))?;
            let price = Price::from_row(&row).ok_or_else(|| {
                Error::invalid(format!("price book {origin}: `{}` has a price below 0", row.model))
            })?;
            fresh.entry((row.provider.to_lowercase(), row.model.to_owned())).or_default().push(price);
        }
        for ((provider, model), mut prices) in fresh {
            prices.sort_by_key(|price| std::cmp::Reverse(price.over_input_tokens));
            let providers = self.providers_of.entry(model.clone()).or_default();
            if !providers.contains(&provider) {
                providers.push(provider.clone());
                providers.sort();
            }
            self.by_provider.entry(provider).or_default().insert(model, prices);
        }
        Ok(())
    }

    /// Gives a span its cost unless its source reported one. A reported total without parts is split in the proportion
    /// that the book would give.
    pub fn fill_in(&self, facts: &mut SpanFacts) {
        match &facts.cost {
            None => facts.cost = self.cost(facts),
            Some(reported) if reported.input_usd.is_none() && reported.output_usd.is_none() => {
                let reported = *reported;
                let Some(computed) = self.cost(facts).filter(|computed| computed.total_usd > 0.0) else {
                    return;
                };
                let share =
                    |part: Option<f64>| part.map(|part| reported.total_usd * (part / computed.total_usd));
                let (input_usd, output_usd) = (share(computed.input_usd), share(computed.output_usd));
                facts.cost = Some(Cost { input_usd, output_usd, ..reported });
            }
            Some(_) => {}
        }
    }

    /// What a call cost. Databricks answers under the names of the models' makers, so there the model that was asked for
    /// is priced; elsewhere the one that answered, else the one that was asked for.
    pub fn cost(&self, facts: &SpanFacts) -> Option<Cost> {
        let usage = facts.usage.filter(|usage| usage.input_tokens > 0 || usage.output_tokens > 0)?;
        let (answered, asked) = (facts.model.as_deref(), facts.model_request.as_deref());
        let is_databricks = facts.provider.as_deref() == Some("databricks");
        let order = if is_databricks { [asked, answered] } else { [answered, asked] };
        let price = order
            .into_iter()
            .flatten()
            .find_map(|model| self.price(facts.provider.as_deref(), model, usage.input_tokens))?;
        Some(price.cost(&usage))
    }

    fn price(&self, provider: Option<&str>, model: &str, input_tokens: u64) -> Option<Price> {
        if ROUTING_PREFIXES.iter().any(|prefix| model.starts_with(prefix)) {
            return None;
        }
        let bare = model.split_once('/').map_or(model, |(_, bare)| bare);
        let is_databricks =
            ["databricks-", "databricks/", UNITY_CATALOG].iter().any(|own| model.starts_with(own));
        let own = is_databricks.then_some("databricks");
        let named = provider.map(book_name);
        let prices = own
            .into_iter()
            .chain(named.as_deref())
            .find_map(|provider| {
                let models = self.by_provider.get(provider)?;
                models
                    .get(bare)
                    .or_else(|| (provider == "databricks").then(|| models.get(&endpoint_of(bare)))?)
            })
            .or_else(|| self.any_provider(bare))?;
        prices
            .iter()
            .find(|price| input_tokens > price.over_input_tokens || price.over_input_tokens == 0)
            .copied()
    }

    fn any_provider(&self, model: &str) -> Option<&Vec<Price>> {
        let all = || {
            let providers = self.providers_of.get(model).into_iter().flatten();
            providers.filter_map(|provider| self.by_provider.get(provider)?.get(model))
        };
        all().find(|prices| prices.iter().any(|price| price.input > 0.0)).or_else(|| all().next())
    }
}

impl Price {
    fn from_row(row: &Row<'_>) -> Option<Self> {
        let input = row.input.unwrap_or(0.0);
        let cache_write = row.cache_write.unwrap_or(input);
        let price = Self {
            over_input_tokens: row.over_input_tokens,
            input,
            output: row.output.unwrap_or(0.0),
            cache_read: row.cache_read.unwrap_or(input),
            cache_write,
            cache_write_1h: row.cache_write_1h.unwrap_or(cache_write),
        };
        let all = [price.input, price.output, price.cache_read, price.cache_write, price.cache_write_1h];
        all.iter().all(|amount| amount.is_finite() && *amount >= 0.0).then_some(price)
    }

    fn cost(&self, usage: &TokenUsage) -> Cost {
        let read = usage.cache_read_input_tokens.unwrap_or(0);
        let written = usage.cache_creation_input_tokens.unwrap_or(0);
        let written_1h = usage.cache_creation_input_tokens_above_1hr.unwrap_or(0).min(written);
        let fresh = usage.input_tokens.saturating_sub(read).saturating_sub(written);
        let per_token = |tokens: u64, price: f64| tokens as f64 * (price / TOKENS_PER_PRICE);
        let input_usd = per_token(fresh, self.input)
            + per_token(read, self.cache_read)
            + per_token(written - written_1h, self.cache_write)
            + per_token(written_1h, self.cache_write_1h);
        let output_usd = per_token(usage.output_tokens, self.output);
        Cost {
            input_usd: Some(input_usd),
            output_usd: Some(output_usd),
            total_usd: input_usd + output_usd,
            source: CostSource::PriceBook,
        }
    }
}

/// Databricks' name of the endpoint of a model, which the AI gateway calls by its place in Unity Catalog.
fn endpoint_of(model: &str) -> String {
    format!("databricks-{}", model.strip_prefix(UNITY_CATALOG).unwrap_or(model))
}

/// The book's name of a provider that the OTel GenAI conventions name otherwise.
fn book_name(provider: &str) -> String {
    match provider.to_lowercase().as_str() {
        "azure.ai.openai" | "az.ai.openai" => "azure".to_owned(),
        "azure.ai.inference" | "az.ai.inference" => "azure_ai".to_owned(),
        "aws.bedrock" | "aws_bedrock" => "bedrock".to_owned(),
        "gcp.gemini" | "gcp.gen_ai" | "google" => "gemini".to_owned(),
        "gcp.vertex_ai" | "vertexai" => "vertex_ai".to_owned(),
        "x_ai" => "xai".to_owned(),
        "mistral_ai" | "mistralai" => "mistral".to_owned(),
        "ibm.watsonx.ai" => "watsonx".to_owned(),
        "moonshot_ai" => "moonshot".to_owned(),
        "amazon-bedrock" => "bedrock".to_owned(),
        // Vercel's SDK appends its kind of model: `openai.chat`, `google.vertex.chat`.
        vertex if vertex.starts_with("google.vertex") => "vertex_ai".to_owned(),
        other => match other.split_once('.') {
            Some(("google", _)) => "gemini".to_owned(),
            Some((maker, "chat" | "responses" | "completion" | "messages" | "embedding")) => maker.to_owned(),
            _ => other.to_owned(),
        },
    }
}

fn bad_row(origin: &str, error: &csv::Error) -> Error {
    Error::invalid(format!("price book {origin}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(provider: Option<&str>, model: &str, input: u64, output: u64, read: Option<u64>) -> SpanFacts {
        SpanFacts {
            provider: provider.map(str::to_owned),
            model: Some(model.to_owned()),
            usage: Some(TokenUsage {
                input_tokens: input,
                output_tokens: output,
                total_tokens: input + output,
                cache_read_input_tokens: read,
                ..TokenUsage::default()
            }),
            ..SpanFacts::default()
        }
    }

    fn total(book: &PriceBook, facts: &SpanFacts) -> Option<f64> {
        book.cost(facts).map(|cost| cost.total_usd)
    }

    #[test]
    fn a_call_costs_what_mlflow_says() {
        let book = PriceBook::bundled().unwrap();
        let cost = total(&book, &facts(Some("openai"), "gpt-4o-mini", 12, 7, Some(2))).unwrap();
        assert!((cost - 5.85e-06).abs() < 1e-12, "{cost}");
        assert_eq!(total(&book, &facts(None, "gpt-4o-mini", 12, 7, Some(2))), Some(cost));
    }

    #[test]
    fn databricks_is_priced_by_the_model_asked_for() {
        let book = PriceBook::bundled().unwrap();
        let mut call =
            facts(Some("databricks"), "us.anthropic.claude-sonnet-4-5-20250929-v1:0", 24, 40, Some(16));
        call.model_request = Some("databricks-claude-sonnet-4-5".into());
        let cost = total(&book, &call).unwrap();
        assert!((cost - 6.288e-4).abs() < 1e-7, "{cost}");
    }

    #[test]
    fn providers_and_models_are_found_under_the_names_of_sdks_and_gateways() {
        let book = PriceBook::bundled().unwrap();
        let endpoint = total(&book, &facts(Some("databricks"), "databricks-claude-haiku-4-5", 24, 40, None));
        for model in
            ["system.ai.claude-haiku-4-5", "claude-haiku-4-5", "databricks/databricks-claude-haiku-4-5"]
        {
            assert_eq!(total(&book, &facts(Some("databricks"), model, 24, 40, None)), endpoint, "{model}");
        }
        for (name, expected) in [
            ("openai.chat", "openai"),
            ("openai.responses", "openai"),
            ("anthropic.messages", "anthropic"),
            ("google.generative-ai", "gemini"),
            ("google.vertex.chat", "vertex_ai"),
            ("amazon-bedrock", "bedrock"),
            ("gcp.vertex_ai", "vertex_ai"),
            ("my.provider", "my.provider"),
        ] {
            assert_eq!(book_name(name), expected);
        }
    }

    #[test]
    fn a_reported_total_stands_and_is_split() {
        let book = PriceBook::bundled().unwrap();
        let mut call = facts(Some("openai"), "gpt-4o-mini", 1_000, 1_000, None);
        let total_usd = 5.0;
        call.cost = Some(Cost { input_usd: None, output_usd: None, total_usd, source: CostSource::Reported });
        book.fill_in(&mut call);
        let cost = call.cost.unwrap();
        assert_eq!((cost.total_usd, cost.source), (total_usd, CostSource::Reported));
        assert!(
            (cost.input_usd.unwrap() - 1.0).abs() < 1e-9 && (cost.output_usd.unwrap() - 4.0).abs() < 1e-9
        );
    }

    #[test]
    fn unknown_models_and_routes_have_no_cost() {
        let book = PriceBook::bundled().unwrap();
        assert_eq!(total(&book, &facts(None, "no-such-model", 1, 1, None)), None);
        assert_eq!(total(&book, &facts(Some("openai"), "gateway:/gpt-4o", 1, 1, None)), None);
        assert_eq!(total(&book, &facts(Some("openai"), "gpt-4o", 0, 0, None)), None);
    }

    #[test]
    fn a_users_rows_go_before_the_books() {
        let header = "provider,model,over_input_tokens,input,output,cache_read,cache_write,cache_write_1h\n";
        let mine =
            format!("{header}openai,gpt-4o-mini,0,10,20,,,\nme,my-model,0,1,1,,,\nme,my-model,100,2,2,,,\n");
        let book = PriceBook::with_overrides(&mine, "mine.csv").unwrap();
        for (provider, model, tokens, expected) in [
            (Some("openai"), "gpt-4o-mini", 1_000_000, 10.0),
            (None, "my-model", 100, 0.0001),
            (None, "my-model", 1_000, 0.002),
        ] {
            let cost = total(&book, &facts(provider, model, tokens, 0, None)).unwrap();
            assert!((cost - expected).abs() < 1e-12, "{model}, {tokens} tokens: {cost}");
        }
        for wrong in ["openai,x,0,-1,1,,,\n", "openai,x,zero,1,1,,,\n", "openai,x\n"] {
            let error = PriceBook::with_overrides(&format!("{header}{wrong}"), "mine.csv").unwrap_err();
            assert!(error.outside().contains("mine.csv"), "{error}");
        }
    }
}
