/**
 * Who wants a password hashed, which is the dearest thing that this server does for strangers. `known` are those who proved
 * something before: a session, a link of a mail, a browser that the account was signed in with. They wait for no stranger.
 */
export type Asker = { known: true; from?: undefined } | { known?: false; from: string };

export const known: Asker = { known: true };

export type Verify = { verify(hash: string | null | undefined, plain: string, asker: Asker): Promise<boolean> };
