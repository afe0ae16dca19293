// React's development build needs eval; the production build does not.
const development = process.env.NODE_ENV === "development";

// Scripts may be inline because Next puts the page's data into them; a nonce would need a middleware for every page.
const contentSecurityPolicy = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
  "img-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  `script-src 'self' 'unsafe-inline'${development ? " 'unsafe-eval'" : ""}`,
  "connect-src 'self'",
].join("; ");

const headers = {
  "Content-Security-Policy": contentSecurityPolicy,
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};

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
  async headers() {
    return [{ source: "/:path*", headers: Object.entries(headers).map(([key, value]) => ({ key, value })) }];
  },
};
