/** A message as everybody in its room may see it. */
export type MessageView = {
  id: string;
  roomId: string;
  /** 1, 2, 3 … in its room. */
  number: number;
  author: { id: string; name: string; organization: string | null } | null;
  /** Empty when deleted. */
  body: string;
  /** People mentioned, for drawing @names. */
  mentions: { id: string; name: string }[];
  opId: string;
  /** ISO 8601. */
  at: string;
  editedAt: string | null;
  deleted: boolean;
};

/** Characters in one message. */
export const MESSAGE_LIMIT = 4000;
