import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://127.0.0.1:3000';

/** The web app: built into dist/, which the server serves; `vite` alone serves it beside a running server. */
export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: { outDir: 'dist', chunkSizeWarningLimit: 700 },
  server: { proxy: { '/api': server, '/functions': server, '/rest': server } },
});
