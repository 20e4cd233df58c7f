import { useState } from "react";
import { Button } from "../../../components/Button";
import { splitText } from "../../../components/LongText";
import { TextView } from "../../../components/TextView";
import { formatExactCount } from "../../../format/count";

const longText = 8_000;
const shownText = 4_000;

/** The text of a message; of a very long one the beginning, so that the answer below it is not screens away. */
export function FoldedText({ text, markdown }: { text: string; markdown: boolean }) {
  const [all, setAll] = useState(false);
  if (all || text.length <= longText) return <TextView text={text} markdown={markdown} />;
  return (
    <div>
      <TextView text={splitText(text, shownText)[0]} markdown={markdown} />
      <Button small onClick={() => setAll(true)}>
        Show all {formatExactCount(text.length)} characters
      </Button>
    </div>
  );
}
