//! Quantities with units as people write them: `30d`, `50GB`.

/// A span of whole days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub u32);

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub u64);

impl std::str::FromStr for Days {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = split(text);
        let days_per_unit = match unit {
            "d" | "day" | "days" => 1,
            "w" | "week" | "weeks" => 7,
            "y" | "year" | "years" => 365,
            _ => {
                return Err(format!(
                    "`{text}` is not a time to keep traces: write days, weeks or years, such as `30d`"
                ));
            }
        };
        let count: u32 =
            number.parse().map_err(|_| format!("`{text}` does not begin with a whole number"))?;
        match count.checked_mul(days_per_unit) {
            Some(days) if (1..=36_500).contains(&days) => Ok(Self(days)),
            _ => Err(format!("`{text}` is out of range: 1 day to 100 years can be kept")),
        }
    }
}

impl std::str::FromStr for Bytes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (number, unit) = split(text);
        let bytes_per_unit: u64 = match unit.to_ascii_uppercase().as_str() {
            "B" | "" => 1,
            "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "TB" => 1_000_000_000_000,
            "KIB" => 1 << 10,
            "MIB" => 1 << 20,
            "GIB" => 1 << 30,
            "TIB" => 1 << 40,
            _ => return Err(format!("`{text}` is not a size: write it such as `50GB` or `512MiB`")),
        };
        let count: u64 =
            number.parse().map_err(|_| format!("`{text}` does not begin with a whole number"))?;
        match count.checked_mul(bytes_per_unit) {
            Some(bytes) if bytes > 0 => Ok(Self(bytes)),
            _ => Err(format!("`{text}` is out of range")),
        }
    }
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    (number, unit.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_read_as_people_write_them() {
        assert_eq!("30d".parse(), Ok(Days(30)));
        assert_eq!("2 weeks".parse(), Ok(Days(14)));
        assert_eq!("50GB".parse(), Ok(Bytes(50_000_000_000)));
        assert_eq!("512MiB".parse(), Ok(Bytes(512 << 20)));
        for wrong in ["30", "d", "0d", "1h", "-1d", "99999999999d"] {
            assert!(wrong.parse::<Days>().is_err(), "{wrong}");
        }
        for wrong in ["", "GB", "0GB", "1XB", "99999999999TB"] {
            assert!(wrong.parse::<Bytes>().is_err(), "{wrong}");
        }
    }
}
