"""A scripted model provider: OpenAI's shapes under `/v1`, Databricks' under `/serving-endpoints`.

The model's name chooses the script: `error-429` fails with 429, `disconnect` breaks off in the middle of a stream,
`databricks-claude-…` answers in content blocks, everything else answers like a plain OpenAI chat model.
"""

from .server import Provider

__all__ = ["Provider"]
