import type { rooms as en } from "../en/rooms";

export const rooms: typeof en = {};
