/** How a letter reaches an office. Pure. */
export const deliveryMethods = ["email", "hand", "post", "web_form", "fax", "meeting"] as const;
export type DeliveryMethod = (typeof deliveryMethods)[number];

export const publications = ["private", "embargoed", "public"] as const;
export type Publication = (typeof publications)[number];
