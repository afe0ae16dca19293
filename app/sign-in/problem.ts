/** What a failed sign-in says. `CredentialsSignin` is the library's word for a refusal; others are our own sentences. */
export function signInProblem(error: string | null | undefined): { title: string; text: string } {
  if (error === undefined || error === null) {
    return { title: "The server did not answer", text: "Try again in a moment." };
  }
  if (error === "CredentialsSignin") {
    return { title: "E-mail or password is wrong", text: "Several wrong tries in a row mean a wait." };
  }
  return { title: "You are not signed in", text: /\s/.test(error) ? error : "Try again in a moment." };
}
