package store

// OpenWith is [Open] with other migrations, in folders like those of the embedded ones.
var OpenWith = openWith

// Migrations are the embedded ones.
var Migrations = migrations
