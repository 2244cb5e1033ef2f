/** Objects applied at once: each is sent and watched by itself, and the largest releases have some hundred. */
export const MAX_MANIFESTS = 500;
