// What a guard knows of a name or an address, as bits: the name table and the range table hold them, the verdict on a
// row is made of them. Sixteen at most, because the upper half of a word says the same of what lies below a name.

/** A suffix of the public registries: anybody registers names below it. */
export const PUBLIC = 1 << 0;
/** A suffix below which a platform gives names to its customers. */
export const PRIVATE = 1 << 1;
/** A domain below which a dynamic DNS service gives names away. */
export const DYNAMIC = 1 << 2;
/** A host that many people publish on, told apart by path. */
export const PLATFORM = 1 << 3;
/** A domain below which many people publish, told apart by name. */
export const PLATFORM_PARENT = 1 << 4;
export const SHORTENER = 1 << 5;
export const POPULAR = 1 << 6;
/** Names and addresses of local networks, of the DNS itself, of protocols. */
export const SPECIAL = 1 << 7;
/** Reserved for examples and tests: nobody is there. */
export const DOCUMENTATION = 1 << 8;
/** Names and addresses of whoever runs this. */
export const OWN = 1 << 9;
/** On a list of the user's. */
export const GUARDED = 1 << 10;
/** Range of a content delivery network. */
export const CDN = 1 << 11;

// In the name table only:
/** On a list of the user's together with all names below. */
export const GUARDED_BELOW = 1 << 12;
/** Every name right below is a suffix of that sort, by a wildcard rule. */
export const WILD_PUBLIC = 1 << 13;
export const WILD_PRIVATE = 1 << 14;
/** The wildcard rule does not hold for this name. */
export const EXCEPTION = 1 << 15;

// Of addresses only, which no name table holds:
/** A public resolver, or a root server. */
export const DNS = 1 << 15;

// In a verdict only, in place of the above:
/** Below a popular site, and below nothing that is shared. */
export const BELOW_POPULAR = 1 << 12;
/** A suffix of any sort, but the entry is about the name alone. */
export const BARE_SUFFIX = 1 << 13;
export const WIDE = 1 << 14;

/** Whose names below belong to others. */
export const PARENT_BITS = PUBLIC | PRIVATE | DYNAMIC | PLATFORM_PARENT;
/** Which are themselves what people use. */
export const SITE_BITS = PLATFORM | SHORTENER | POPULAR;
