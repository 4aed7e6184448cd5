/** A conversation on a passage, as everybody who reads the letter sees it. */
export type CommentView = {
  id: string;
  author: { id: string; name: string };
  /** Short name of the organization that the author spoke for; null if for none. */
  organization: string | null;
  /** Empty when it was deleted. */
  body: string;
  /** ISO 8601. */
  at: string;
  edited: boolean;
  deleted: boolean;
  mine: boolean;
};

export type ThreadView = {
  id: string;
  /** Where the passage is: Yjs relative positions, base64. */
  anchor: { from: string; to: string };
  blockId: string;
  /** The words as they stood when the thread began. */
  quote: string;
  resolved: { by: string; at: string } | null;
  comments: CommentView[];
};

/** Longest comment, in characters. */
export const COMMENT_MAX = 4000;
export const QUOTE_MAX = 600;
