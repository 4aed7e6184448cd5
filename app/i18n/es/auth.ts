import type { auth as en } from "../en/auth";

export const auth: typeof en = {
  signIn: {
    title: "Iniciar sesión",
    lead: "Cartas, firmas y acciones que las organizaciones de esta coalición escriben y deciden en conjunto.",
    email: "Correo de trabajo",
    password: "Contraseña",
    submit: "Entrar",
    busy: "Entrando",
    forgotten: "Olvidé mi contraseña",
    invited: "Se entra por invitación: la coordinación o su organización la envía a su correo de trabajo.",
    demoTitle: "Las personas de la demostración",
    demoLead: ({ password }) =>
      `Elija a alguien para ver la coalición con sus ojos. La contraseña de todas las personas es: ${password}`,
    enterAs: ({ name }) => `Entrar como ${name}`,
  },
  signedOut: "Su sesión está cerrada.",
  roles: {
    coordinator: "coordinación",
    signatory: "persona autorizada para firmar",
    delegate: "enlace",
    member: "integrante",
    guest: "invitada a una sala",
    admin: "administración del servidor",
  },
  noCoalition: {
    title: "Todavía no pertenece a ninguna coalición",
    text: "Cuando una coalición o una organización le invite, aquí verá sus cartas, salas y calendario.",
    admin: "Crear una coalición",
  },
};
