import { index, layout, prefix, type RouteConfig, route } from "@remix-run/route-config";

/** The sitemap: every URL on one page. URLs are nouns; what a form does is the verb that its route calls. */
export default [
  index("routes/index.tsx"),

  // getting in
  route("sign-in", "routes/auth/sign-in.tsx"),
  route("sign-out", "routes/auth/sign-out.ts"),
  route("demo-sign-in", "routes/auth/demo-sign-in.ts"),
  route("password/forgotten", "routes/auth/forgotten-password.tsx"),
  route("password/reset/:token", "routes/auth/reset-password.tsx"),
  route("invitations/:token", "routes/auth/invitation.tsx"),
  route("preferences", "routes/auth/preferences.ts"),
  ...prefix("me", [
    layout("routes/me/layout.tsx", [
      index("routes/me/profile.tsx"),
      route("sessions", "routes/me/sessions.tsx"),
      route("notifications", "routes/me/notifications.tsx"),
      route("calendar", "routes/me/calendar.tsx"),
    ]),
  ]),
  route("admin", "routes/admin/coalitions.tsx"),

  // without an account
  route("verify", "routes/public/verify.tsx"),
  route("p/:slug", "routes/public/letter.tsx"),
  route("p/:slug/:locale", "routes/public/letter-in-language.tsx"),
  route("p/:slug/:locale/letter.pdf", "routes/public/letter-pdf.ts"),
  route("feeds/:token", "routes/public/calendar-feed.ts"),

  // development and demo only
  route("dev/mail", "routes/dev/mail.tsx"),
  route("dev/mail/:mail", "routes/dev/mail-message.tsx"),

  // a coalition
  route("c/:coalition", "routes/coalition/layout.tsx", [
    index("routes/home/home.tsx"),
    route("search", "routes/coalition/search.ts"),
    route("settings", "routes/coalition/settings.tsx"),
    route("acting-for", "routes/coalition/acting-for.ts"),
    route("notices", "routes/home/notices.tsx"),
    route("more", "routes/home/more.tsx"),
    route("inbox", "routes/signing/inbox.tsx"),

    route("organizations", "routes/organizations/directory.tsx"),
    route("organizations/new", "routes/organizations/new.tsx"),
    route("organizations/:organization", "routes/organizations/organization.tsx"),
    route("organizations/:organization/edit", "routes/organizations/edit.tsx"),
    route("organizations/:organization/people", "routes/organizations/people.tsx"),

    route("campaigns", "routes/campaigns/list.tsx"),
    route("campaigns/new", "routes/campaigns/new.tsx"),
    route("campaigns/:campaign", "routes/campaigns/layout.tsx", [
      index("routes/campaigns/overview.tsx"),
      route("rooms", "routes/rooms/rooms.tsx"),
      route("rooms/:room", "routes/rooms/room.tsx"),
      route("letters", "routes/campaigns/letters.tsx"),
      route("actions", "routes/campaigns/actions.tsx"),
      route("about", "routes/campaigns/about.tsx"),
    ]),
    route("rooms/:room/messages", "routes/rooms/messages.ts"),

    route("letters", "routes/letters/list.tsx"),
    route("letters/new", "routes/letters/new.tsx"),
    route("letters/:letter", "routes/letters/layout.tsx", [
      index("routes/letters/letter.ts"),
      // writing
      route("text/:locale", "routes/letters/text.tsx"),
      route("text/:locale/reading", "routes/letters/reading.tsx"),
      route("text/:locale/versions", "routes/letters/versions.tsx"),
      route("text/:locale/versions/:number", "routes/letters/version.tsx"),
      route("details", "routes/letters/details.tsx"),
      route("review", "routes/letters/review.tsx"),
      route("freeze", "routes/letters/freeze.tsx"),
      route("cancellation", "routes/letters/cancellation.tsx"),
      // signing
      route("opening", "routes/signing/opening.tsx"),
      route("board", "routes/signing/board.tsx"),
      route("board.csv", "routes/signing/board-csv.ts"),
      route("signature", "routes/signing/signature.tsx"),
      route("reminders", "routes/signing/reminders.tsx"),
      route("invited", "routes/signing/invited.tsx"),
      route("deadline", "routes/signing/deadline.tsx"),
      route("closing", "routes/signing/closing.tsx"),
      // delivering
      route("list", "routes/delivery/list.tsx"),
      route("editions", "routes/delivery/editions.ts"),
      route("editions/:number", "routes/delivery/edition.tsx"),
      route("editions/:number/:locale/letter.pdf", "routes/delivery/edition-pdf.ts"),
      route("deliveries", "routes/delivery/deliveries.tsx"),
      route("publication", "routes/delivery/publication.tsx"),
      route("history", "routes/letters/history.tsx"),
    ]),

    route("calendar", "routes/actions/calendar.tsx"),
    route("actions/new", "routes/actions/new.tsx"),
    route("actions/:action", "routes/actions/action.tsx"),
    route("actions/:action/edit", "routes/actions/edit.tsx"),
    route("actions/:action/action.ics", "routes/actions/action-ics.ts"),
    route("*", "routes/coalition/not-found.tsx"),
  ]),
  route("*", "routes/not-found.tsx"),
] satisfies RouteConfig;
