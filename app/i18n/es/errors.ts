import type { errors as en } from "../en/errors";

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

export const errors: typeof en = {
  generic: "Algo no funcionó y no se cambió nada. Intente de nuevo, por favor.",
  codes: {
    not_found: "Esto no está aquí, o no está abierto para usted.",
    forbidden: "Aquí no puede hacer esto.",
    invalid: "Hay que corregir algunas respuestas.",
    conflict: "Otra persona lo cambió mientras tanto. Recargue la página y vuelva a mirar.",
    too_many: ({ minutes }) =>
      minutes
        ? `Demasiados intentos. Espere ${text(minutes)} minutos, por favor.`
        : "Demasiados intentos. Espere un poco, por favor.",
    offline: "No hay conexión. Intente de nuevo cuando vuelva.",
  },
  page: {
    notFoundTitle: "No hay nada en esta dirección",
    notFoundBody:
      "La página se movió o se cerró, o no está abierta para usted. También puede ser que la dirección esté incompleta.",
    forbiddenTitle: "Esta página no está abierta para usted",
    forbiddenBody: "Pida acceso a alguien de su organización o a la coordinación de la coalición.",
    crashTitle: "El portal no pudo mostrar esta página",
    crashBody: "El error es nuestro. Lo que envió antes está a salvo. Intente de nuevo en un momento.",
    crossSiteBody: "La solicitud no salió de una página de este portal, por eso no se aceptó. Abra la página de nuevo y repita el paso allí.",
    tooLargeBody: "Es demasiado para un solo envío: pasa como máximo 1 MB a la vez.",
    offlineTitle: "No hay conexión",
    offlineBody: "Lo que escriba se guarda en este dispositivo y se envía cuando vuelva la conexión.",
    tooManyTitle: "Un momento, por favor",
    tooManyBody: "Desde aquí llegaron muchas solicitudes en poco tiempo. Intente de nuevo en unos minutos.",
    goHome: "Ir a la página de inicio",
    reload: "Intentar de nuevo",
  },
};
