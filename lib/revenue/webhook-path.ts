/** The webhook address of a platform. */
export function webhookPath(name: string, token: string): string {
  return `/api/webhooks/${name}/${token}`;
}
