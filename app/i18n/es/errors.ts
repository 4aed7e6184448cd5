import type { errors as en } from "../en/errors";

type Facts = Readonly<Record<string, unknown>>;

const text = (value: unknown) => (value === undefined || value === null ? "" : String(value));

export const errors: typeof en = {
  generic: "Algo no funcionó y no se cambió nada. Intente de nuevo, por favor.",
  codes: {
    not_found: "Esto no está aquí, o no está abierto para usted.",
    not_signed_in: "Primero inicie sesión, por favor.",
    not_allowed:
      "Su función aquí no lo incluye. Pídalo a la coordinación o a la persona de su organización que puede hacerlo.",
    invalid_input: "Hay que corregir algunas respuestas.",
    required: "Hace falta una respuesta aquí.",
    too_long: ({ max }: Facts) =>
      max !== undefined
        ? `Es demasiado largo. Escriba como máximo ${text(max)} caracteres.`
        : "Es demasiado largo. Escriba menos.",
    invalid_email: "Escriba el correo con @, como nombre@organizacion.org",
    invalid_url: "Escriba la dirección completa, desde https://",
    invalid_zone: "Elija una zona horaria de la lista.",
    invalid_time: "Escriba un día y una hora que existan.",
    invalid_country: "Elija un país de la lista.",
    wrong_credentials: "Este correo y esta contraseña no corresponden.",
    wrong_password: "No es su contraseña. Escríbala de nuevo; lo demás queda como lo escribió.",
    password_too_short: ({ min }: Facts) =>
      min !== undefined
        ? `Escriba al menos ${text(min)} caracteres. Cuatro palabras seguidas se recuerdan bien.`
        : "Escriba una contraseña más larga. Cuatro palabras seguidas se recuerdan bien.",
    password_too_long: ({ max }: Facts) =>
      max !== undefined ? `Escriba como máximo ${text(max)} caracteres.` : "Escriba una contraseña más corta.",
    password_common: "Mucha gente usa esta contraseña y es fácil adivinarla. Elija otra.",
    reset_invalid: "Este enlace ya se usó o venció. Pida uno nuevo.",
    invitation_invalid: "Esta invitación ya se usó, se retiró o venció. Pida una nueva.",
    invitation_other_person: "Esta invitación es para otro correo. Cierre la sesión y ábrala de nuevo.",
    invitation_duplicate: "Esta persona ya tiene una invitación.",
    too_many_attempts: ({ minutes }: Facts) =>
      minutes !== undefined
        ? `Demasiados intentos. Espere ${text(minutes)} min, por favor.`
        : "Demasiados intentos. Espere un poco, por favor.",
    step_up_needed: "Confirme con su contraseña que es usted.",
    step_up_stale: "Pasaron más de cinco minutos. Confirme otra vez con su contraseña.",
    last_signatory: "Es la única persona autorizada para firmar de la organización. Nombre antes a otra.",
    last_coordinator: "Una coalición necesita coordinación. Invite antes a otra persona.",
    rule_needs_two: "Esta regla necesita dos personas autorizadas para firmar. Nombre antes a la segunda.",
    organization_exists: "Ya hay aquí una organización con este nombre.",
    already_member: "Esta persona ya pertenece a la organización.",
    lead_cannot_leave: "Una organización convocante no puede dejar su carta. Nombre antes a otra.",
    wrong_status: "La carta ya está en otra etapa. Recargue la página y vuelva a mirar.",
    text_closed: "El texto está cerrado y nadie puede cambiarlo. Copie lo que escribió si quiere conservarlo.",
    review_incomplete: "La carta necesita título, a quién se dirige, petición y texto antes de pasar a consulta.",
    co_lead_consent_missing: "Falta el acuerdo de una organización coconvocante.",
    has_signatures: "La carta ya tiene firmas, así que su texto no cambia.",
    deadline_past: "Elija un plazo en el futuro.",
    deadline_not_later: "Elija un plazo posterior al anterior.",
    reason_required: "Diga por qué; queda en el registro.",
    recipient_required: "Elija al menos a una persona u oficina destinataria.",
    language_exists: "La carta ya tiene una versión en este idioma.",
    language_authoritative: "Es el texto de referencia y no se puede quitar.",
    language_empty: "Esta versión aún no tiene texto.",
    list_not_reviewed: "Revise antes la lista: queda un posible duplicado o una firma sin confirmar.",
    not_finalized: "Primero componga la lista.",
    embargo_past: "Elija un momento en el futuro.",
    delivery_exists: "Ya hay otro registro que dice exactamente esto.",
    confirmation_needed: "Marque la casilla para confirmar.",
    nothing_delivered: "Registre antes al menos una entrega.",
    no_signatures: "Ninguna organización ha firmado, así que no hay lista que componer.",
    list_changed: "La lista cambió desde que la revisó. Conviene revisarla una vez más.",
    moment_in_future: "Eso está en el futuro. Escriba cuándo ocurrió.",
    version_unchanged: "Nada cambió desde la última versión.",
    signing_closed: "El plazo para adherir terminó. Puede pedir entrar en la próxima edición.",
    text_changed: "El texto cambió desde que lo abrió. Léalo como está ahora y luego decida.",
    not_invited: "Su organización no está invitada a firmar esta carta.",
    invitation_answered: "Esta organización respondió mientras tanto; su invitación ya no se puede retirar.",
    lead_stays_invited: "Las organizaciones convocantes de una carta siguen invitadas a firmarla.",
    signature_state: "Esta firma ya está en otro paso. Recargue la página y vuelva a mirar.",
    already_approved: "Usted ya autorizó esta firma; la regla pide a una segunda persona.",
    reminded_recently: ({ days }: Facts) =>
      days !== undefined
        ? `Esta organización recibió un recordatorio en los últimos ${text(days)} días.`
        : "Esta organización recibió un recordatorio en los últimos tres días.",
    message_empty: "Escriba algo primero.",
    message_too_long: ({ max }: Facts) =>
      max !== undefined
        ? `El mensaje es demasiado largo. Escriba como máximo ${text(max)} caracteres.`
        : "El mensaje es demasiado largo. Escríbalo en dos.",
    campaign_archived: "Esta campaña está archivada: todo se puede seguir leyendo y nada nuevo empieza.",
    room_archived: "Esta sala está archivada; lo dicho se puede seguir leyendo.",
    already_guest: "Esta persona ya está aquí como invitada.",
    ends_before_start: "Elija un final posterior al comienzo.",
    action_cancelled: "Esta acción se canceló.",
    schema_outdated: "El portal se renovó. Recargue la página para seguir escribiendo; su texto se conserva.",
    update_refused: "No se pudo guardar este cambio. Copie lo que escribió y recargue la página.",
    too_large: "Es demasiado para una sola solicitud.",
    rate_limited: "Fue muy rápido. Espere un momento e intente de nuevo, por favor.",
    busy: "En este momento muchas personas están iniciando sesión. Intente de nuevo en unos segundos, por favor.",
    unexpected: "Algo no funcionó y no se cambió nada. Intente de nuevo, por favor.",
  },
  missing: {
    email: "Escriba una dirección de correo.",
    password: "Escriba su contraseña.",
    presentPassword: "Escriba la contraseña que tiene ahora.",
    name: "Escriba un nombre.",
    title: "Escriba un título.",
    subject: "Escriba de qué trata la carta.",
    deadline: "Elija un día y una hora.",
    starts: "Elija un día.",
  },
  page: {
    notFoundTitle: "No hay nada en esta dirección",
    notFoundBody:
      "La página se movió o se cerró, o no está abierta para usted. También puede ser que la dirección esté incompleta.",
    forbiddenTitle: "Esta página no está abierta para usted",
    forbiddenBody: "Pida acceso a alguien de su organización o a la coordinación de la coalición.",
    crashTitle: "El portal no pudo mostrar esta página",
    crashBody: "El error es nuestro. Lo que envió antes está a salvo. Intente de nuevo en un momento.",
    crossSiteBody:
      "La solicitud no salió de una página de este portal, por eso no se aceptó. Abra la página de nuevo y repita el paso allí.",
    tooLargeBody: "Es demasiado para un solo envío: pasa como máximo 1 MB a la vez.",
    offlineTitle: "No hay conexión",
    offlineBody: "Lo que escriba se guarda en este dispositivo y se envía cuando vuelva la conexión.",
    tooManyTitle: "Un momento, por favor",
    tooManyBody: "Desde aquí llegaron muchas solicitudes en poco tiempo. Intente de nuevo en unos minutos.",
    goHome: "Ir a la página de inicio",
    reload: "Intentar de nuevo",
  },
};
