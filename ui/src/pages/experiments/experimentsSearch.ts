/** The state of the list of experiments that lives in the URL. */
import { one, type RawSearch } from "../../search";

/** URL parameters of the list of experiments; all optional, defaults left out. */
export interface ExperimentsSearch {
  /** Words of the name. */
  search?: string;
  /** `deleted` shows those that can be restored; absent means those in use. */
  view?: "deleted";
}

/** Reads the parameters out of a query string. */
export function readExperimentsSearch(raw: RawSearch): ExperimentsSearch {
  return { search: one(raw.search), view: one(raw.view) === "deleted" ? "deleted" : undefined };
}
