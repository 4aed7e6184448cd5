import type { en } from "../en/index";
import { actions } from "./actions";
import { auth } from "./auth";
import { campaigns } from "./campaigns";
import { common } from "./common";
import { delivery } from "./delivery";
import { editor } from "./editor";
import { errors } from "./errors";
import { home } from "./home";
import { letters } from "./letters";
import { mail } from "./mail";
import { notices } from "./notices";
import { organizations } from "./organizations";
import { pdf } from "./pdf";
import { people } from "./people";
import { publicPages } from "./public";
import { rooms } from "./rooms";
import { shell } from "./shell";
import { signing } from "./signing";

/** El diccionario español: las mismas claves que el inglés, escrito, no traducido palabra por palabra. */
export const es: typeof en = {
  common,
  shell,
  errors,
  auth,
  people,
  organizations,
  campaigns,
  letters,
  editor,
  signing,
  delivery,
  rooms,
  actions,
  home,
  notices,
  mail,
  pdf,
  public: publicPages,
};
