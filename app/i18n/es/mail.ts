import type { mail as en, MailFacts } from "../en/mail";

const by = ({ by: name }: MailFacts) => name || "Alguien";
const until = ({ deadline }: MailFacts) => (deadline ? [`El plazo para adherir termina el ${deadline}.`] : []);
const because = ({ reason }: MailFacts) => (reason ? [`Motivo: ${reason}`] : []);
const what = ({ when, place }: MailFacts) =>
  [when && `Cuándo: ${when}.`, place && `Dónde: ${place}.`].filter((s) => s !== "");

export const mail: typeof en = {
  kinds: {
    signature_awaited: {
      subject: (f) => `${f.letter}: ¿firma ${f.organization}?`,
      says: (f) => [
        `La carta «${f.letter}», de ${f.coalition}, está abierta a firmas y espera la decisión de ${f.organization}.`,
        ...until(f),
        "Abrir la página no firma nada: allí se lee el texto y se decide.",
      ],
      open: "Leer y decidir",
    },
    approval_requested: {
      subject: (f) => `Por autorizar: ${f.organization} en «${f.letter}»`,
      says: (f) => [
        `${by(f)} le pide, como persona autorizada, firmar «${f.letter}» por ${f.organization}.`,
        ...until(f),
        "Puede autorizar la firma o declinarla. Hasta entonces su organización no figura en la lista.",
      ],
      open: "Leer y decidir",
    },
    reminder: {
      subject: (f) => `Recordatorio: ${f.letter}`,
      says: (f) => [
        f.organization
          ? `${by(f)} escribe a ${f.organization} sobre la carta «${f.letter}», que espera su decisión.`
          : `${by(f)} le escribe sobre la carta «${f.letter}», que espera su decisión.`,
        ...until(f),
      ],
      open: "Leer y decidir",
    },
    review_opened: {
      subject: (f) => `Para sus comentarios: ${f.letter}`,
      says: (f) => [`${by(f)} abrió la consulta sobre la carta «${f.letter}». El texto aún puede cambiar.`],
      open: "Leer y comentar",
    },
    deadline_extended: {
      subject: (f) => `Más tiempo para firmar: ${f.letter}`,
      says: (f) => [
        `Se prorrogó el plazo de la carta «${f.letter}». ${f.deadline ? `Ahora termina el ${f.deadline}.` : ""}`.trim(),
        ...because(f),
      ],
      open: "Leer y decidir",
    },
    deadline_near: {
      subject: (f) => `Cierra pronto: ${f.letter}`,
      says: (f) => [`La carta «${f.letter}» cierra pronto y ${f.organization} aún no ha decidido.`, ...until(f)],
      open: "Leer y decidir",
    },
    letter_closed: {
      subject: (f) => `Cerrada: ${f.letter}`,
      says: (f) => [`La carta «${f.letter}» ya no recibe firmas. Se está componiendo su lista.`],
      open: "Ver la carta",
    },
    letter_delivered: {
      subject: (f) => `Entregada: ${f.letter}`,
      says: (f) => [`La carta «${f.letter}» fue entregada.`],
      open: "Ver la carta como se entregó",
    },
    letter_cancelled: {
      subject: (f) => `Cancelada: ${f.letter}`,
      says: (f) => [
        `${by(f)} canceló la carta «${f.letter}». No se entrega, y las firmas que tenía quedan sin efecto.`,
        ...because(f),
      ],
      open: "Ver la carta",
    },
    signature_withdrawn: {
      subject: (f) => `Firma retirada: ${f.letter}`,
      says: (f) => [
        `${f.organization} retiró su firma de la carta «${f.letter}».`,
        "Hay que revisar otra vez la lista. Las ediciones que ya existen quedan como están; el nombre sale con la siguiente.",
      ],
      open: "Ver la carta",
    },
    late_request: {
      subject: (f) => `Solicitud tardía: ${f.organization}, «${f.letter}»`,
      says: (f) => [
        `${f.organization} pide un lugar en la siguiente edición de la carta «${f.letter}», después del cierre de firmas.`,
        "Usted decide si todavía puede firmar.",
      ],
      open: "Ver la solicitud",
    },
    follow_up_due: {
      subject: (f) => `Dar seguimiento: ${f.letter}`,
      says: (f) => [
        `La carta «${f.letter}» se entregó hace dos semanas y no hay ninguna respuesta registrada.`,
        "Pregunte qué pasó y anote lo que sepa. El seguimiento termina con una respuesta, o cuando usted lo dé por terminado.",
      ],
      open: "Ver las entregas",
    },
    final_copy: {
      subject: (f) => `Copia definitiva: ${f.letter}`,
      says: (f) => [
        `La carta «${f.letter}», que ${f.organization} firmó, fue entregada${f.signers ? ` con ${f.signers}` : ""}. Aquí está su copia definitiva, edición ${f.edition}.`,
        `SHA-256 del texto que se firmó: ${f.sha256}`,
      ],
      open: "Ver la carta y su PDF",
    },
    mention: {
      subject: (f) => (f.room ? `${by(f)} le mencionó en ${f.room}` : `${by(f)} le mencionó`),
      says: (f) => [`${by(f)} le mencionó${f.room ? ` en la sala ${f.room}` : ""}, en ${f.coalition}.`],
      open: "Leerlo allí",
    },
    comment_reply: {
      subject: (f) => `Una respuesta en ${f.letter}`,
      says: (f) => [`${by(f)} respondió a su comentario en «${f.letter}».`],
      open: "Leer la respuesta",
    },
    action_planned: {
      subject: (f) => `Nueva acción: ${f.action}`,
      says: (f) => [`${by(f)} planeó «${f.action}» en ${f.coalition}.`, ...what(f)],
      open: "Responder",
    },
    action_changed: {
      subject: (f) => `Cambió: ${f.action}`,
      says: (f) => [`«${f.action}» cambió. Así queda ahora.`, ...what(f)],
      open: "Ver qué cambió",
    },
    action_cancelled: {
      subject: (f) => `Cancelada: ${f.action}`,
      says: (f) => [`«${f.action}» no se realizará.`, ...what(f), ...because(f)],
      open: "Ver la acción",
    },
    action_reminder: {
      subject: (f) => `Pronto: ${f.action}`,
      says: (f) => [`Usted confirmó su asistencia a «${f.action}».`, ...what(f)],
      open: "Ver la acción",
    },
    role_changed: {
      subject: (f) => `Su papel en ${f.organization}`,
      says: (f) => [
        f.role
          ? `Su papel en ${f.organization} es ahora: ${f.role}.${f.by ? ` Lo cambió ${f.by}.` : ""}`
          : `Cambió su papel en ${f.organization}.`,
      ],
      open: "Ver la organización",
    },
    rule_change_asked: {
      subject: (f) => `Por confirmar: una sola firma en ${f.organization}`,
      says: (f) => [
        `Hoy firman dos personas autorizadas por ${f.organization}. ${f.by || "Alguien"} pide que baste una.`,
        "Solo cambia si otra persona autorizada lo confirma. También puede rechazarlo.",
      ],
      open: "Confirmar o rechazar",
    },
    organization_authority_changed: {
      subject: (f) => `Quién firma por ${f.organization}`,
      says: (f) => [
        `${f.by || "Alguien"} cambió quién firma por ${f.organization}, o cuántas personas tienen que firmar.`,
        "Si le sorprende, revíselo ahora y hable con las demás personas autorizadas.",
      ],
      open: "Ver quién firma",
    },
  },
  greeting: ({ name }) => (name ? `Hola, ${name}:` : "Hola:"),
  writes: ({ by: name }) => (name ? `${name} escribe:` : "El mensaje:"),
  why: ({ coalition }) => `Recibe este correo por ser parte de ${coalition} en Conjunta.`,
  settings: "Elegir qué correos recibir",
  alsoHere: ({ there, here }) => `${there} (${here})`,
  days: ({ first, last }) => `${first} al ${last}`,
};
