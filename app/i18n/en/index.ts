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

/** The English dictionary, one file for each area. Its shape is the shape of every language. */
export const en = {
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
