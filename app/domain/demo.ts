/** The password of everybody in the demo; printed on its sign-in page, because signing a letter asks for it again. */
export const DEMO_PASSWORD = "muchas manos, una carta";
