/** Numbers that Etsy enforces and that are not in its OpenAPI document ("not in OAS"). */

export const TITLE_MAX = 140; // not in OAS
export const TAGS_MAX = 13; // not in OAS
export const TAG_LENGTH_MAX = 20; // not in OAS
export const MATERIALS_MAX = 13; // not in OAS
export const QUANTITY_MAX = 999; // not in OAS; the shop editor's ceiling
export const PRICE_MIN_MINOR = 20; // not in OAS; 0.20 in the shop's currency
export const PRICE_MAX_MINOR = 5_000_000; // not in OAS; commonly quoted
export const STYLES_MAX = 2; // in the OAS as prose only
export const STYLE_LENGTH_MAX = 45; // in the OAS as prose only

export const FILES_MAX = 5; // not in OAS
export const FILE_BYTES_MAX = 20_000_000; // not in OAS; "20 MB", read in the stricter way
export const FILE_NAME = /^[A-Za-z0-9._-]{1,70}$/; // not in OAS; seller help
export const IMAGES_MAX = 20; // in the OAS as prose only
export const IMAGE_BYTES_MAX = 10_000_000; // not in OAS
export const ALT_TEXT_MAX = 500; // in the OAS as prose only

export const LISTING_FEE_MINOR = 20; // not in OAS; USD 0.20 at publication and at each renewal
export const LISTING_MONTHS = 4; // not in OAS
export const TRANSACTION_FEE = 0.065; // not in OAS
export const PROCESSING_FEE = 0.03; // not in OAS; United States
export const PROCESSING_FEE_FIXED_MINOR = 25; // not in OAS; United States

export const PAGE_MAX = 100; // in the OAS
export const OFFSET_MAX = 12_000; // not in OAS; documentation of pagination
export const LEDGER_WINDOW_S = 2_678_400; // in the OAS as prose only; 31 days
export const TIMESTAMP_MIN_S = 946_684_800; // in the OAS

export const ACCESS_TOKEN_S = 3600; // documentation of authentication
export const REFRESH_TOKEN_S = 90 * 86_400; // documentation of authentication
export const CALLS_PER_SECOND = 10; // not in OAS; the classic default
export const CALLS_PER_DAY = 10_000; // not in OAS; the classic default
