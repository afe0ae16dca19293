/** What a person may say about a manual's rights, as the form offers it. */
export const rightsOptions = [
  { value: "own_work", label: "I wrote it", help: "Made or designed by you" },
  { value: "licence", label: "I have a licence to sell it", help: "Some platforms refuse resale licences" },
  { value: "public_domain", label: "Public domain", help: "Its copyright has ended" },
  { value: "unverified", label: "Not sure yet", help: "It is not listed until you know" },
] as const;
