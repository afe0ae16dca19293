/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run check` does that for the whole tree.
  typescript: { ignoreBuildErrors: true },
  // The development server is opened at the address that the product listens on.
  allowedDevOrigins: ["127.0.0.1"],
  turbopack: { root: import.meta.dirname },
  // They load files of their own at run time, which a bundle breaks.
  serverExternalPackages: ["@electric-sql/pglite", "ws", "pg", "@hyzyla/pdfium", "sharp"],
};
