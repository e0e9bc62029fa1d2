# The operator's image: the bundle and Node, nothing else. Build the bundle first: npm ci && npm run build
FROM node:24-bookworm-slim
WORKDIR /planewright
COPY LICENSE dist/ ./
ENV NODE_ENV=production
USER 65532:65532
ENTRYPOINT ["node", "/planewright/main.js"]
CMD ["operator"]
