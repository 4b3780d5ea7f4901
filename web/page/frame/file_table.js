// Files may come as scripts here (site_files.js).
self.latentwalkFiles ??= {};
