/** The demo among the clusters, which nothing but its name is known of until it runs. */
export const DEMO_NAME = 'demo';
