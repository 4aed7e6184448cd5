export const auth = {
  signIn: {
    title: "Sign in",
    lead: "Letters, signatures and actions, written together by the organizations of this coalition.",
    email: "Work email",
    password: "Password",
    submit: "Sign in",
    busy: "Signing in",
    forgotten: "I forgot my password",
    invited: "You come in by invitation: a coordinator or your organization sends it to your work address.",
    demoTitle: "The people of the demo",
    demoLead: ({ password }: { password: string }) =>
      `Choose somebody to see the coalition through their eyes. Everybody’s password is: ${password}`,
    enterAs: ({ name }: { name: string }) => `Enter as ${name}`,
  },
  signedOut: "You are signed out.",
  roles: {
    coordinator: "coordinator",
    signatory: "authorized signatory",
    delegate: "delegate",
    member: "member",
    guest: "guest of a room",
    admin: "administrator of the server",
  } as Record<string, string>,
  noCoalition: {
    title: "You belong to no coalition yet",
    text: "When a coalition or an organization invites you, its letters, rooms and calendar appear here.",
    admin: "Create a coalition",
  },
};
