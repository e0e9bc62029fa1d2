# The operator's image: the bundle and Node, nothing else. Build the bundle first: npm ci && npm run build
FROM node:24-bookworm-slim
WORKDIR /planewright
COPY LICENSE dist/ ./
ENV NODE_ENV=production
USER 65532:65532
# By itself the heap grows far beyond what is alive in it: 10,000 watched objects took up to 330 MB, and take 155 (docs/adr/0014).
ENTRYPOINT ["node", "--max-semi-space-size=2", "--heap-growing-percent=100", "/planewright/main.js"]
CMD ["operator"]
