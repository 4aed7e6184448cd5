/** Length of a password in characters. Long ones are easier to keep in mind than complicated ones, so that is the only form asked for. */
export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;
