import { anyDay, lastFirst, MONDAY, nextFirst, SATURDAY, TUESDAY, type When, weekdayAfter, workday } from "./days";
import type { CampaignKey } from "./world";

/** What was said in the rooms: who, how many minutes ago, what. `@key` mentions a person. Oldest first. */
export const conversations: Record<
  CampaignKey,
  { room: string; topic: string; messages: [person: string, minutesAgo: number, text: string][] }
> = {
  defenders: {
    room: "General",
    topic: "Letters, visits and urgent news of the campaign",
    messages: [
      [
        "ruth",
        4320,
        "Good morning, everyone. The rivers letter is frozen and open for signatures. Please bring it to your signatories this week.",
      ],
      ["petrona", 4300, "Buenos días. Ya lo leímos en asamblea. Domingo y yo lo firmamos hoy mismo."],
      ["iracema", 4290, "Marlene assina amanhã; I am sending her the Spanish version, it reads beautifully."],
      ["yesenia", 3100, "Una duda: ¿los 25 millones incluyen la radio comunitaria, o va aparte?"],
      [
        "marvin",
        3080,
        "They include it. Point 2 was written with community radio in mind. I can send you the committee report if it helps.",
      ],
      ["yesenia", 3075, "Sí, por favor. Con eso convenzo a la junta."],
      [
        "ruth",
        2900,
        "Three Senate visits are confirmed. Please look at the calendar and say whether you are coming; we need one person from Guatemala and one from Brazil in each team.",
      ],
      ["tomas", 2880, "Desde Tapachula podemos entrar por video. @lucia ¿la visita de las 10:30 o la de las 2?"],
      ["lucia", 2870, "La de las 10:30. Llevo el registro de agresiones de este año, actualizado al viernes."],
      [
        "ximena",
        1500,
        "Anoche allanaron la casa de un compañero en Coatzacoalcos. Está bien y está en un lugar seguro. Prefiero no dar más datos por aquí.",
      ],
      [
        "ruth",
        1490,
        "Thank you for telling us, Ximena. We are with you. Nobody here should write or share any detail of it.",
      ],
      ["elias", 1480, "Estamos pendientes. Si necesitan un escrito para el juzgado, René lo prepara hoy."],
      ["hernan", 620, "El mapa de Bajo Atrato ya está impreso. Lo llevo a la visita y dejo copias en la oficina."],
      [
        "marvin",
        300,
        "We passed fifty signatures this morning. @petrona, two organizations in Alta Verapaz asked whether they may still join: yes, until the deadline.",
      ],
      ["petrona", 280, "Les aviso. Gracias, Marvin."],
      ["ruth", 55, "Senate office confirmed 10:30. @lucia, can one of you join by video to speak about Tenosique?"],
      ["tomas", 40, "De acuerdo. Preparo dos minutos, con las cifras de octubre."],
    ],
  },
  migrants: {
    room: "General",
    topic: "Asylum, protection and shelters",
    messages: [
      [
        "lucia",
        2950,
        "Abrimos el borrador de «Que nadie sea devuelto sin ser escuchado». Entren con confianza: los comentarios en el párrafo, no por correo.",
      ],
      [
        "wideline",
        2900,
        "I have added what our colleagues saw at the airport in Cap-Haïtien. Please check the numbers with me before anybody quotes them.",
      ],
      ["helen", 2300, "The clinic can write the footnote on the interview regulation. Dylan has a draft."],
      [
        "altagracia",
        1400,
        "En Dajabón contamos 118 personas devueltas la semana pasada, 41 menores. Mando el cuadro mañana.",
      ],
      ["wideline", 90, "@lucia can Casa Ceiba confirm the Tapachula figure before Friday?"],
      ["tomas", 80, "La confirmamos el jueves, con Jacinta."],
    ],
  },
  peace: {
    room: "General",
    topic: "Accords and humanitarian agreements",
    messages: [
      [
        "yesenia",
        2000,
        "Las lanchas volvieron a moverse en el Atrato. La gente está contenta y desconfiada, las dos cosas.",
      ],
      ["susan", 1900, "That is wonderful to read. We will bring it to the Michigan delegation on Thursday."],
      [
        "rocio",
        800,
        "Desde Cusco compartimos la matriz de acuerdos locales que sí se cumplieron. Son más de los que se cree.",
      ],
    ],
  },
  land: {
    room: "General",
    topic: "Rivers, forests and work",
    messages: [
      ["suyapa", 2600, "Cerramos con veintidós firmas la carta de los salarios. Falta revisar el orden de la lista."],
      ["marvin", 2500, "I will look at the list tonight. Thank you for chasing the last five, Suyapa."],
      [
        "marlene",
        700,
        "Las comunidades del Tapajós piden que la próxima carta nombre al puerto, no sólo al ferrocarril.",
      ],
    ],
  },
};

export type SeedAction = {
  kind: "lobby_visit" | "lobby_day" | "call_in_day" | "alert" | "briefing" | "delegation" | "vigil" | "deadline";
  campaign: CampaignKey | null;
  title: string;
  locale: "en" | "es";
  /** The day, from the day that it is today in `zone`. */
  when: When;
  /** Wall clock in `zone`; absent = all day. */
  from?: string;
  to?: string;
  days?: number;
  zone: string;
  place: string;
  link?: string;
  description: string;
  lead: string;
  by: string;
  office?: string;
  going: string[];
  maybe?: string[];
};

export const actions: SeedAction[] = [
  {
    kind: "briefing",
    campaign: "migrants",
    title: "Drafting call, asylum letter",
    locale: "en",
    when: workday(1),
    from: "11:00",
    to: "12:00",
    zone: "America/New_York",
    place: "Video",
    link: "https://meet.hemisphere-desk.example/asylum",
    description: "We go through the open comments. Interpretation in Spanish and Haitian Creole.",
    lead: "ceiba",
    by: "lucia",
    going: ["lucia", "tomas", "wideline", "helen", "altagracia"],
    maybe: ["mirlande"],
  },
  {
    kind: "call_in_day",
    campaign: "migrants",
    title: "Call-in day: no cliff edge for Haiti",
    locale: "en",
    when: workday(6),
    zone: "America/New_York",
    place: "",
    description:
      "Call both of your senators and your representative. The script is short: say where you live, and ask for renewal.",
    lead: "jakmel",
    by: "wideline",
    going: ["wideline", "mirlande", "ruth"],
    maybe: ["daniel"],
  },
  {
    kind: "lobby_visit",
    campaign: "defenders",
    title: "Visit: staff of the Senate subcommittee",
    locale: "en",
    when: workday(8),
    from: "10:30",
    to: "11:15",
    zone: "America/New_York",
    place: "Dirksen Building, room to be named",
    description: "Bring two cases and one number. Ruth leads, Hernán shows the map, Tomás joins by video.",
    lead: "desk",
    by: "ruth",
    office: "Senate Subcommittee on State and Foreign Operations",
    going: ["ruth", "hernan", "tomas"],
    maybe: ["petrona"],
  },
  {
    kind: "lobby_day",
    campaign: "defenders",
    title: "Lobby days, House and Senate",
    locale: "en",
    when: weekdayAfter(15, TUESDAY),
    days: 2,
    zone: "America/New_York",
    place: "Washington, DC",
    description: "Four teams, nine offices. Orientation the evening before.",
    lead: "desk",
    by: "marvin",
    going: ["ruth", "marvin", "susan", "daniel", "iracema"],
    maybe: ["yesenia"],
  },
  {
    kind: "vigil",
    campaign: "defenders",
    title: "Vigilia por quienes defienden los ríos",
    locale: "es",
    when: weekdayAfter(8, SATURDAY),
    from: "18:00",
    to: "19:30",
    zone: "America/Guatemala",
    place: "Parque central, Cobán",
    description: "Llevar una vela y el nombre de una persona. Habrá sonido y agua.",
    lead: "tzunun",
    by: "petrona",
    going: ["petrona", "domingo", "marta"],
  },
  {
    kind: "delegation",
    campaign: "peace",
    title: "Delegación al bajo Atrato",
    locale: "es",
    when: weekdayAfter(24, MONDAY),
    days: 5,
    zone: "America/Bogota",
    place: "Quibdó y Riosucio, Chocó",
    description: "Cinco días de visita a las comunidades que firmaron el acuerdo humanitario.",
    lead: "rioAbajo",
    by: "hernan",
    going: ["hernan", "yesenia", "susan"],
    maybe: ["rocio"],
  },
  {
    kind: "alert",
    campaign: "defenders",
    title: "Urgent: write to the prosecutor in Veracruz",
    locale: "en",
    when: anyDay(0),
    zone: "America/Mexico_City",
    place: "",
    description: "Ask for protection measures. Use no name and no place in what you send.",
    lead: "prensa",
    by: "ximena",
    going: ["ximena", "marvin"],
  },
  {
    kind: "deadline",
    campaign: "land",
    title: "Comments on the port of Itaituba close",
    locale: "en",
    when: workday(4),
    zone: "America/Santarem",
    place: "",
    link: "https://beira-rio.example/itaituba",
    description: "Last day for public comments on the environmental study.",
    lead: "beiraRio",
    by: "iracema",
    going: ["iracema"],
  },
  {
    kind: "lobby_visit",
    campaign: "migrants",
    title: "Visita: oficina de la representación de El Paso",
    locale: "es",
    when: workday(-6),
    from: "14:00",
    to: "14:45",
    zone: "America/Denver",
    place: "El Paso, Texas",
    description: "Seguimiento a la carta de los albergues.",
    lead: "borderWaters",
    by: "daniel",
    office: "District office, El Paso",
    going: ["daniel", "lucia"],
  },
  {
    kind: "briefing",
    campaign: null,
    title: "Coalition call, every first Tuesday",
    locale: "en",
    when: lastFirst(TUESDAY),
    from: "13:00",
    to: "14:00",
    zone: "America/New_York",
    place: "Video",
    link: "https://meet.hemisphere-desk.example/coalition",
    description: "News from each campaign, ten minutes each.",
    lead: "desk",
    by: "ruth",
    going: ["ruth", "lucia", "petrona", "yesenia", "elias", "suyapa"],
  },
  {
    kind: "briefing",
    campaign: null,
    title: "Coalition call, every first Tuesday",
    locale: "en",
    when: nextFirst(TUESDAY),
    from: "13:00",
    to: "14:00",
    zone: "America/New_York",
    place: "Video",
    link: "https://meet.hemisphere-desk.example/coalition",
    description: "News from each campaign, and the plan for the spring.",
    lead: "desk",
    by: "ruth",
    going: ["ruth", "marvin"],
    maybe: ["lucia"],
  },
];
