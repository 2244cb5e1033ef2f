/** In the order in which they are asked for. */
export const TIERS = ['production', 'staging', 'other'] as const;
