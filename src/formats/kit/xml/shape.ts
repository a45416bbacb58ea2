// What a format looks for in an XML document.
/** What a format looks for. Paths are local names joined by slashes, from the root: `dfxml/metadata/title`. */
export interface XmlShape {
  /** Elements that are entries; `//fileobject`: wherever they stand. */
  readonly items: readonly string[];
  /** Attributes (`images@count`) and texts of elements around them that say something of the list. */
  readonly facts: readonly string[];
  /** The namespace that the root must be in, where the format has one. */
  readonly namespace?: string;
  /** An attribute of elements around an entry that changes what the entry means: `Indicator@operator`. */
  readonly around?: string;
}

/** An element around the entries that is not closed yet. */
export interface OpenElement {
  readonly name: string;
  readonly path: string;
  /** What it says by the attribute of `around`, or null. */
  readonly says: string | null;
}
